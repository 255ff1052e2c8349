"""Recordings made from a physiological model with known truth: samples, self-test and simulation studies."""

"""Measurements and limits to verdicts that describe and never blame."""

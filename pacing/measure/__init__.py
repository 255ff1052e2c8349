"""Cleaned recording and phases to measurements, each with its interval or the reason it is unavailable."""

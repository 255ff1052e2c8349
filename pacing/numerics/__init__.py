"""Arithmetic that stages share, on plain arrays: it knows nothing of hearts."""

"""FIT files: from decoded messages to recordings."""

"""Heart-rate variability: the intervals it is measured from, the arithmetic of each family, and its 95 % intervals."""

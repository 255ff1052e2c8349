"""Which sessions may be compared, and where one person's values usually lie."""

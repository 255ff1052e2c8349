"""Which sessions may be held together, and where one person's values usually lie."""

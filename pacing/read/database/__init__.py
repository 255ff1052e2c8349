"""SQLite databases of other programs: opened so that nothing can be changed, read by a description of their tables."""

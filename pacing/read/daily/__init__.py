"""Values of whole days and nights in files: collected with whose they are and how they were found."""

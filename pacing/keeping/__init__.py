"""What the command line and the local page do with a history: where it lies, adding files, judging again."""

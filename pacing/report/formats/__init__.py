"""One file a report format, each a FORMAT: draws the blocks of a document."""

"""One file a file format, each a READER."""

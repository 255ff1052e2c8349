"""One file a CSV vendor, each a DIALECT: a description, not code."""

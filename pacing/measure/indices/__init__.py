"""One file an index, each an INDEX."""

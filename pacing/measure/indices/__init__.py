"""One file a family of indices, each with INDICES, or a lone INDEX."""

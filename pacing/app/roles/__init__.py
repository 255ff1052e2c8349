"""The kinds of worker, each a ROLE: what it can do, how it gets warm, and whether its memory is bounded."""

"""One file a pacing rule, each a RULE."""

"""Several people of one practice, one folder each: who they are, what is new of them, and one row each."""

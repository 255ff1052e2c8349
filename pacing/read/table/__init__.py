"""Tables in text: what a vendor's table looks like, where it stands in a file, and what its columns become."""

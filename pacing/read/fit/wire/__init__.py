"""The bytes of a FIT file as tables of numpy columns: all that knows the format itself."""

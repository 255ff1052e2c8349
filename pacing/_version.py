"""The version, in a module of its own so that no stage imports the package above it."""

__version__ = "0.2.0"

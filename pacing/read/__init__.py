"""Bytes to recordings: whatever a wearable wrote, with every assumption said."""

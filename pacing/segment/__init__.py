"""Cleaned recording to phases: given before markers before movement before heart rate."""

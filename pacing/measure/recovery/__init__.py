"""How heart rate comes down after exercise: from which end, how far, how fast, and what the sensor may hide of it."""

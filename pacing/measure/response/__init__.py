"""How heart rate answers to exertion and to standing up: intensity, load, onset, steady work, muscle oxygen."""

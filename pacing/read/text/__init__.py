"""Text as bytes: lines, numbers, clock readings, XML and JSON, whole columns at once and with bounded memory."""

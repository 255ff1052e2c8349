"""The sentences of a report: plain, the same every time, never praise or blame."""

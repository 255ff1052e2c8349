"""The person's sessions over time, in one file on their own machine."""

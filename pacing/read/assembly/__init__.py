"""From series of any format to recordings: units decided, clocks placed, order kept, every assumption said."""

"""One file a figure, each a FIGURE: makes a matplotlib figure, saves nothing."""

"""One file a figure, each a FIGURE: draws on a canvas, saves nothing."""

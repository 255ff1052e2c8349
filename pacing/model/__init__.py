"""The values that travel between the stages: frozen, checked when made, numpy only, no computing.

Conventions: time in seconds since the recording's start; `None` = not given; NaN = missing sample; never 0 or -1 for
"unknown"; arrays are one-dimensional read-only float64.
"""

"""Every number that comes from the literature, with its source and how sure we are of it. Data only.

Stages read them from here and hold none of their own: `from pacing import reference`, then `reference.PEAK_WINDOW_S`.
"""

from pacing.reference.criteria import *
from pacing.reference.equations import *
from pacing.reference.quantities import *
from pacing.reference.sources import *

"""The organisation around the ferry company of the sample, in any size.

Everything is drawn from seeds named after what it is for, so that one thing more
changes no other, and the same day gives the same organisation.
"""

from waypost.sample.growing.grow import STEPS, grow
from waypost.sample.growing.sizes import SIZES

__all__ = ["SIZES", "STEPS", "grow"]

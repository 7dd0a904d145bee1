"""An interval for a share."""

from __future__ import annotations

import math

Z = 1.959963984540054
"""The standard normal quantile of 0.975."""


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of Wilson (1927) for a share of `found` in `of`; (nan, nan) where there is nothing to share.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n): within 0 and 1, and sound where all or none are found.

    >>> [round(bound, 3) for bound in wilson(10, 10)]
    [0.722, 1.0]
    """
    if of == 0:
        return math.nan, math.nan
    share, part = found / of, Z * Z / of
    half = Z * math.sqrt(share * (1 - share) / of + part / (4 * of))
    low, high = ((share + part / 2 + sign * half) / (1 + part) for sign in (-1, 1))
    return (0.0 if found == 0 else low), (1.0 if found == of else high)

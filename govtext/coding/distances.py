"""How far two sets of codes are apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from govtext.coding.codes import Codes, Floats

Distance = Callable[[Codes, Codes], float]


def nominal(one: Codes, other: Codes) -> float:
    """0 where both name the same codes in whatever order, else 1.

    >>> nominal(("a", "b"), ("b", "a")), nominal(("a",), ("a", "b"))
    (0.0, 1.0)
    """
    return float(set(one) != set(other))


def masi(one: Codes, other: Codes) -> float:
    """Measuring agreement on set-valued items: 1 − J·M (Passonneau 2006).

    J = |A ∩ B| / |A ∪ B| (Jaccard); M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, 0
    where they share nothing.

    >>> masi(("a",), ("a", "b")), round(masi(("a", "b"), ("b", "c")), 4), masi(("a",), ("b",))
    (0.6666666666666667, 0.8889, 1.0)
    """
    a, b = set(one), set(other)
    if a == b:
        return 0.0
    shared = a & b
    if not shared:
        return 1.0
    return 1 - len(shared) / len(a | b) * (2 if shared in (a, b) else 1) / 3


def matrix(sets: Sequence[Codes], distance: Distance) -> Floats:
    """Each set's distance to each other one."""
    return np.array([[distance(one, other) for other in sets] for one in sets], dtype=np.float64).reshape(
        len(sets), len(sets)
    )

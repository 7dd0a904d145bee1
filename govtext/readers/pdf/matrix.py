"""Affine maps: from a PDF's own coordinates to points on the upright page."""

from __future__ import annotations

from typing import NamedTuple


class Matrix(NamedTuple):
    """An affine map: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The box as (x0, y0, x1, y1), x0 <= x1 and y0 <= y1."""
        a, b, c, d, e, f = self
        if b == c == 0 and a > 0 > d:  # as most pages are
            return a * left + e, d * top + f, a * right + e, d * bottom + f
        xa, ya, xb, yb = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        x0, x1 = (xa, xb) if xa < xb else (xb, xa)
        return (x0, ya, x1, yb) if ya < yb else (x0, yb, x1, ya)

    def then(self, other: Matrix) -> Matrix:
        """This map, and the other after it."""
        (e, f) = other.point(self.e, self.f)
        return Matrix(
            other.a * self.a + other.c * self.b, other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d, other.b * self.c + other.d * self.d, e, f,
        )  # fmt: skip

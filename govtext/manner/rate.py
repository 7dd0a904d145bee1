"""A rate that never hides its numerator and denominator, and the character that is the unit of length."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`per` times numerator over denominator; no value, but a reason, where the denominator is 0.

    >>> Rate(3, 60, 100).value, Rate(0, 0, 100, "no text").value, Rate(0, 0, 100, "no text").reason
    (5.0, None, 'no text')
    """

    numerator: float
    denominator: float
    per: float = 1
    why_none: str = "nothing to divide by"

    @property
    def value(self) -> float | None:
        return self.per * self.numerator / self.denominator if self.denominator else None

    @property
    def reason(self) -> str:
        """Why there is no value; empty where there is one."""
        return "" if self.denominator else self.why_none


def characters(text: str) -> int:
    """The length of a text: its letters and digits, Chinese characters among them; marks and blanks do not count.

    >>> characters("公开３条，占 5.2%。")
    7
    """
    return sum(map(str.isalnum, text))

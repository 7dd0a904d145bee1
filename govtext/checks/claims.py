"""Numbers that can be reckoned with, where a claim stands, and which figures it allows."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeGuard

from govtext.model import Claim

LARGEST = 18
"""Figures with more digits before the point than this are no figures of a report."""
ABOUT = Decimal("0.10")
"""How far 约 and 近 reach, as a part of the number."""
LONGEST = 2000
"""A run of prose longer than this is no sentence, and is not compared; it keeps the time linear in the text."""
QUOTED = 200
"""A sentence is quoted up to so many characters."""
MONEY = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
"""Units of money in 万元, the unit of the codes."""


def sane(value: Decimal | None) -> TypeGuard[Decimal]:
    """True for a number that can be reckoned with: finite, and neither too large nor too small.

    >>> sane(Decimal(8)), sane(Decimal("NaN")), sane(Decimal("1E+99")), sane(None)
    (True, False, False, False)
    """
    return value is not None and value.is_finite() and (value == 0 or -LARGEST < value.adjusted() < LARGEST)


def position(text: str, claim: Claim) -> int:
    """Where the claim stands in its sentence, -1 where it cannot be found; `text` is the document's."""
    if len(claim.sentence) > LONGEST:
        return -1
    start = text.find(claim.sentence, max(0, claim.start - len(claim.sentence)), claim.end + len(claim.sentence))
    at = claim.start - start if start >= 0 else claim.sentence.find(claim.raw)
    there = at >= 0 and bool(claim.raw) and claim.sentence[at : at + len(claim.raw)] == claim.raw
    return at if there else -1


def shortened(text: str, at: int = 0) -> str:
    """The text on one line, at most `QUOTED` characters of it, from around offset `at`.

    >>> shortened("收到 21 件，　均已办结。")
    '收到 21 件， 均已办结。'
    """
    start = max(0, min(at - QUOTED // 2, len(text) - QUOTED))
    part = " ".join(text[start : start + QUOTED].split())
    return ("…" if start else "") + part + ("…" if start + QUOTED < len(text) else "")


def within(claim: Claim, value: Decimal) -> bool:
    """Does a figure, in the claim's unit, lie within what the claim says?

    以上, 超过, 至少 and 以下, 不足, 至多 are bounds, 余 and 多 reach to the next round number, 约 and 近 a tenth to
    either side. A rounded number (1.2万, 7730.3万元) stands for all that round to it.

    >>> claim = Claim("quantity", Decimal(1000), "件", "1000余", 0, 5, "", 1, approximation="余")
    >>> within(claim, Decimal(1080)), within(claim, Decimal(980)), within(claim, Decimal(2000))
    (True, False, False)
    """
    said = claim.value if claim.value is not None else Decimal(0)
    if claim.bound in ("以上", "超过", "至少"):
        return value >= said
    if claim.bound in ("以下", "不足", "至多"):
        return value <= said
    if claim.approximation in ("余", "多"):
        return said <= value < said + _step(said)
    if claim.approximation:
        return abs(value - said) <= max(said * ABOUT, Decimal(1))
    return abs(value - said) <= _rounding(claim, said)


def _step(value: Decimal) -> Decimal:
    """The unit of the last digit that is not zero: 1000 for 1000, 10 for 120."""
    return Decimal(10) ** int(value.normalize().as_tuple().exponent) if value else Decimal(1)


def _rounding(claim: Claim, said: Decimal) -> Decimal:
    """Half of the last place printed, where the number is money or is printed in 万; else nothing."""
    digits = re.search(r"(\d+)(?:\.(\d+))?", re.sub("[,，]", "", claim.raw))
    if not digits or not said:
        return Decimal(0)
    printed = Decimal(digits.group())
    scale = said / printed if printed else Decimal(1)
    money = claim.unit in MONEY and digits[2]
    return scale * Decimal(10) ** -len(digits[2] or "") / 2 if scale != 1 or money else Decimal(0)

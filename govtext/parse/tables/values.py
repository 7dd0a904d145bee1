"""The value of a table cell, in the unit of its code; whatever is not plainly one number is not read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from govtext.model import CellStatus

_BLANK = re.compile(r"[\s\u00a0\u3000\u200b-\u200d\u2060\ufeff]+")
_MARKS = frozenset("无 无此项 不适用 暂无 无数据 无变化 无增减 不变 持平 N/A n/a NA".split())  # noqa: SIM905
_STROKES = frozenset("-—–―─/\\*.。、")
_DASHES = str.maketrans({"−": "-", "－": "-", "﹣": "-", "–": "-", "—": "-", "＋": "+"})
_NUMBER = re.compile(
    r"[¥￥]?(?P<sign>[+\-]|增加了?|减少了?|新增|增|减|↑|↓)?"
    r"(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>万元|亿元|千元|百万元|元|万|件|项|条|个|宗|起|份|次|家|部|例)?"
)
_FOOTNOTE = re.compile(
    r"(?<=[0-9０-９元件项])[\s\u00a0\u3000]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[①-⑳⑴-⒇❶-❿]+|[*＊※†‡]{1,3}"
    r"|[（(\[［〔【][注①-⑳][注0-9①-⑳]*[）)\]］〕】]|[\[［〔【][0-9]{1,2}[\]］〕】])[\s\u00a0\u3000]*$"
)
"""The mark of a note behind a figure: 5①, 5², 5*, 5[1], 5（注1）; never 5(1), which may be a part of the five."""
_NEGATIVE = frozenset(("-", "减", "减少", "减少了", "↓"))
_MONEY = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "百万元": Decimal(100),
          "亿元": Decimal(10000), "万": Decimal(1)}  # fmt: skip
_COUNTERS = frozenset("件项条个宗起份次家部例")
_LONGEST = 40


_HAN = "[㐀-鿿]"
_IN_FIGURES = frozenset(re.findall(_HAN, "".join((*_MARKS, _NUMBER.pattern, _FOOTNOTE.pattern))))
"""Every Han character that a value cell may hold: signs, units, marks."""
_WORD = re.compile(f"(?![{''.join(sorted(_IN_FIGURES))}]){_HAN}")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: its status, the number where there is one, and the reason where there is none.

    `mark` is the mark of a note that stood behind the number.
    """

    status: CellStatus
    number: Decimal | None = None
    reason: str = ""
    mark: str = ""

    @property
    def like_a_figure(self) -> bool:
        """Whether such a text can stand in a value cell: a number, a mark, or nothing."""
        return self.status != "unreadable"


@lru_cache(maxsize=8192)
def parse_value(text: str, unit: str = "件", *, signed: bool = False) -> Value:
    """Read one cell; `unit` is the unit of its code (件, 项, 万元), `signed` allows 增2, 减11, +2.

    251000元 is 25.1 in 万元. Two numbers, a word, or a unit that does not fit make the cell unreadable.

    >>> parse_value("减11", "项", signed=True).number, parse_value("251000元", "万元").number.normalize()
    (Decimal('-11'), Decimal('25.1'))
    >>> parse_value("　").status, parse_value("/").status, parse_value("1 2").status
    ('empty', 'mark', 'unreadable')
    """
    mark = _FOOTNOTE.search(text)
    if mark:
        return replace(_parsed(text[: mark.start()], unit, signed), mark=mark[0].strip())
    return _parsed(text, unit, signed)


@lru_cache(maxsize=8192)
def like_a_figure(text: str) -> bool:
    """Whether the text could stand in a value cell: a number, a change, an amount, a mark, or nothing.

    >>> like_a_figure("增2"), like_a_figure("251000元"), like_a_figure("规章")
    (True, True, False)
    """
    if _WORD.search(text):
        return False
    return parse_value(text, signed=True).like_a_figure or parse_value(text, "万元").like_a_figure


def _parsed(text: str, unit: str, signed: bool) -> Value:
    folded = unicodedata.normalize("NFKC", text)
    compact = _BLANK.sub("", folded)
    if not compact:
        return Value("empty")
    if compact in _MARKS or set(compact) <= _STROKES:
        return Value("mark")
    found = _NUMBER.fullmatch(compact.translate(_DASHES)) if len(compact) <= _LONGEST else None
    if found is None or any(unicodedata.category(char) == "No" for char in text):  # ① and ² are no digits of a figure
        return Value("unreadable", reason="not a number")
    if re.search(r"\d[\s\u00a0\u3000]+\d", folded.strip()):
        return Value("unreadable", reason="more than one number")
    return _scaled(found, unit, signed)


def _scaled(found: re.Match[str], unit: str, signed: bool) -> Value:
    sign, printed = found["sign"] or "", found["unit"] or ""
    number = Decimal(found["digits"].replace(",", "").replace("，", ""))
    if sign and not signed and sign != "-":
        return Value("unreadable", reason=f"a change ({sign}) where a count is due")
    if unit == "万元":
        if printed and printed not in _MONEY:
            return Value("unreadable", reason=f"unit {printed} where {unit} is due")
        number *= _MONEY.get(printed, Decimal(1))
    elif printed and printed not in _COUNTERS:
        return Value("unreadable", reason=f"unit {printed} where {unit} is due")
    return Value("value", -number if sign in _NEGATIVE else number)

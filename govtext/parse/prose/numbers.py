"""Counts and dates as Chinese official prose writes them: 11,960 · 3.5万 · 十余 · 百分之五十 · 二〇二一年二月十日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_WIDE = re.compile("[０１２３４５６７８９．，％－−–—：＋／（）［］]")
_FOLD = str.maketrans("０１２３４５６７８９．，％－−–—：＋／（）［］", "0123456789.,%----:+/()[]")
_DIGITS = {char: value for value, chars in enumerate(("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
           for char in chars}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
           "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "十万": 10**5}  # fmt: skip

_WHOLE = r"(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?!\s?[、和与及]\s?\d)|\d+)"
_ARABIC = re.compile(
    rf"(?P<digits>{_WHOLE}(?:\.\d+)?)(?!\d)(?P<inner>\s?[余多](?=[百千万亿]))?"
    r"(?P<scale>\s?(?:[十百千]?[万亿]|万亿|[百千](?![克米瓦])))?(?P<outer>\s?(?:余|多(?![,。、；])))?"
)
HAN_NUMERAL = "[零〇○一二两三四五六七八九十百千万亿]"
"""A character that a Chinese numeral is made of, as a pattern."""
_FIRST = re.compile(f"[0-9数几]|{HAN_NUMERAL}")
_HAN = re.compile(rf"(?P<vague>[数几])?(?P<head>{HAN_NUMERAL}+)(?P<more>[余多几])?(?P<tail>[万亿]+)?(?P<outer>[余多])?")
_YEAR_DIGIT = "[〇零○0OoＯ一二三四五六七八九]"
_DATES = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]"
    r"|(?<![\d.-])(?P<y2>\d{4})(?P<mark>[-/.])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})(?!\d|(?P=mark)\d)"
    rf"|(?P<y3>{_YEAR_DIGIT}{{4}})年(?P<m3>[一二三四五六七八九十元]{{1,2}})月(?P<d3>[一二三四五六七八九十]{{1,3}})日"
)
_CLOCK = re.compile(r"[\sT]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?")


def fold(text: str) -> str:
    """Digits and marks in half width, character for character, so that offsets stay.

    >>> fold("２０２１年，５０％")
    '2021年,50%'
    """
    return text.translate(_FOLD) if _WIDE.search(text) else text


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text; `value` is None where the text is vague (数百); `raw == text[start:end]`.

    `value` holds the multiplier (3.5万 is 35000); `approximation` is 余, 多 or 约 where it is written into the number.
    """

    value: Decimal | None
    raw: str
    start: int
    end: int
    approximation: str = ""

    @property
    def written_in_han(self) -> bool:
        return not any(char.isdigit() and char.isdecimal() for char in self.raw)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A whole date found in a text, as ISO 8601; `raw == text[start:end]`."""

    iso: str
    raw: str
    start: int
    end: int


def parse_number(text: str) -> Decimal | None:
    """The number that the whole text is, or None; a sign, separators, 万 and 亿, and Chinese numerals are understood.

    >>> [str(parse_number(text)) for text in ("11,960", "3.5万", "-２", "一百零五", "二〇二一", "8件")]
    ['11960', '35000', '-2', '105', '2021', 'None']
    """
    folded = fold(text).strip()
    sign, rest = (-1, folded[1:].strip()) if folded.startswith("-") else (1, folded.removeprefix("+"))
    match = _ARABIC.fullmatch(rest)
    if match and not (match["inner"] or match["outer"]):
        value: Decimal | None = _arabic_value(match)
    else:
        value = han_value(rest)
    return None if value is None else sign * value


def parse_percent(text: str) -> Decimal | None:
    """The percentage that the whole text is (50 for 50%), or None.

    >>> parse_percent("50％"), parse_percent("百分之五十"), parse_percent("百分之百"), parse_percent("8")
    (Decimal('50'), Decimal('50'), Decimal('100'), None)
    """
    folded = fold(text).strip()
    if folded.startswith("百分之"):
        return parse_number(folded.removeprefix("百分之"))
    return parse_number(folded[:-1]) if folded.endswith("%") else None


def han_value(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is none (三五) or ill formed.

    A run of bare digits is read by place only with a zero in it or four long, as years are written.

    >>> [str(han_value(text)) for text in ("二十三", "两", "十", "百万", "三万五", "二〇一九", "三五")]
    ['23', '2', '10', '1000000', '35000', '2019', 'None']
    """
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return _by_place(text)
    return _by_units(text)


def _by_place(text: str) -> Decimal | None:
    if len(text) == 1 or len(text) == 4 or any(_DIGITS[char] == 0 for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return None


def _by_units(text: str) -> Decimal | None:
    total, part, digit, last, big, zero = 0, 0, None, 10**9, 0, False
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            digit, zero = (_DIGITS[char], zero) if _DIGITS[char] else (None, True)
            continue
        unit = _UNITS[char]
        if unit < 10**4:
            if unit >= last or (digit is None and unit > 10 and (part or total)):
                return None
            part += (1 if digit is None else digit) * unit
        else:
            part += digit or 0
            if total and not part and unit <= big:
                return None
            total = (total + part or 1) * unit if unit > big else total + part * unit
            part, big = 0, unit
        digit, last, zero = None, unit, False
    rest = 0 if digit is None else digit * (last // 10 if last > 10 and not zero else 1)
    return Decimal(total + part + rest)


def _arabic_value(match: re.Match[str]) -> Decimal:
    value = Decimal(match["digits"].replace(",", ""))
    if not match["scale"]:
        return value
    scaled = value * _SCALES[match["scale"].strip()]
    return scaled.to_integral_value() if scaled == scaled.to_integral_value() else scaled


def find_numbers(text: str) -> Iterator[Number]:
    """Every number in the text, left to right: Arabic, and Chinese numerals wherever they make a number.

    What a number means, and whether 一 is one at all (统一), is for the caller to tell.

    >>> [(number.raw, str(number.value)) for number in find_numbers("发布1，200余条，近十场，约3万人")]
    [('1，200余', '1200'), ('十', '10'), ('3万', '30000')]
    """
    folded, position = fold(text), 0
    while first := _FIRST.search(folded, position):
        found = _arabic(folded, first.start()) or _han(folded, first.start())
        if found is None:
            position = first.end()
            continue
        value, end, approximation = found
        yield Number(value, text[first.start() : end], first.start(), end, approximation)
        position = end


def _arabic(text: str, start: int) -> tuple[Decimal | None, int, str] | None:
    match = _ARABIC.match(text, start)
    if match is None:
        return None
    return _arabic_value(match), match.end(), (match["inner"] or match["outer"] or "").strip()


def _han(text: str, start: int) -> tuple[Decimal | None, int, str] | None:
    match = _HAN.match(text, start)
    if match is None:
        return None
    if match["vague"]:
        return None, match.end(), "约"
    value = han_value(match["head"] + (match["tail"] or ""))
    more = match["more"] or match["outer"] or ""
    return value, match.end(), "余" if more == "几" else more or ("" if value is not None else "约")


def parse_date(text: str) -> str | None:
    """The date that the whole text is, with or without a time of day, as ISO 8601, or None.

    >>> [parse_date(text) for text in ("2021年2月10日", "2021/2/10 09:30", "二〇二一年二月十日", "2021年")]
    ['2021-02-10', '2021-02-10', '2021-02-10', None]
    """
    folded = fold(text).strip()
    match = _DATES.match(folded)
    if match is None or (match.end() < len(folded) and not _CLOCK.fullmatch(folded, match.end())):
        return None
    return _iso(match)


def find_dates(text: str) -> Iterator[FoundDate]:
    """Every whole date of the calendar in the text, left to right.

    >>> [found.iso for found in find_dates("自2023年1月1日起至2023年12月31日止，2023年2月30日")]
    ['2023-01-01', '2023-12-31']
    """
    for match in _DATES.finditer(fold(text)):
        if iso := _iso(match):
            yield FoundDate(iso, text[match.start() : match.end()], match.start(), match.end())


def _iso(match: re.Match[str]) -> str | None:
    if match["y3"]:
        year = int("".join(str(_DIGITS.get(char, 0)) for char in match["y3"]))
        month, day = (int(han_value(match[name].replace("元", "一")) or 0) for name in ("m3", "d3"))
    else:
        year, month, day = (int(part) for part in match.group(*(("y", "m", "d") if match["y"] else ("y2", "m2", "d2"))))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

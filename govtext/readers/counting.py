"""Numbers as a word processor prints them before a paragraph: 三, （三）, ③, c, iii."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LARGEST = 9999


def chinese(number: int) -> str:
    """The number (1 to 9999) as Chinese headings count.

    >>> [chinese(number) for number in (3, 10, 12, 20, 101, 110)]
    ['三', '十', '十二', '二十', '一百零一', '一百一十']
    """
    text = _with_units(number, _DIGITS, "十百千")
    return text.removeprefix("一") if 10 <= number < 20 else text


def _with_units(number: int, digits: str, units: str) -> str:
    text, gap = "", False
    for power, unit in ((3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = not digit
    return text


def _legal(number: int) -> str:
    return _with_units(number, _LEGAL, "拾佰仟")


def _digital(number: int) -> str:
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _stem(number: int) -> str:
    return _STEMS[(number - 1) % len(_STEMS)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": "{}.".format,
    "decimalEnclosedParen": "({})".format,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _stem,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def number_text(number: int, style: str) -> str | None:
    """The number in a format of WordprocessingML (ST_NumberFormat), None where the format is not known.

    >>> number_text(3, "chineseCounting"), number_text(3, "decimal"), number_text(3, "hebrew1")
    ('三', '3', None)
    """
    write = _FORMATS.get(style)
    if write is None:
        return None
    return write(number) if 1 <= number <= _LARGEST else str(number)

"""What each number in a text is: a date, a percentage, a count, a code or no number at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from govtext.model import ClaimKind
from govtext.parse.prose.lexicon import lexicon
from govtext.parse.prose.numbers import Number, find_numbers, parse_number

REACH = 12
"""How many characters before a number are searched for what modifies it."""

_HAN = "[零〇○一二两三四五六七八九十百千]"
_YEAR = r"(?:19|20)\d{2}"
_ENUMERATOR = re.compile(
    r"(?:^\s*|(?<=[。;:！？!?\s]))(?:[一二三四五六七八九十]{1,3}、|\d{1,2}(?:、|\.(?!\d)|\)))|(?<=,)\d{1,2}\.(?!\d)"
    r"|[(]\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[)](?!\s?\d*号)|[①-⑳]"
)
_DOCUMENT = re.compile(
    r"[〔\[【(]\s?\d{4}\s?[〕\]】)]\s?第?\s?(?P<a>\d+)\s?号|(?<=[令告])第?\s?(?P<b>\d+)\s?号|第\s?(?P<c>\d+)\s?号(?=令|公告|文件)"
)
_DATE = re.compile(
    rf"(?P<y>{_YEAR})\s?年\s?(?P<m>\d{{1,2}})\s?月(?:份|\s?(?P<d>\d{{1,2}})\s?[日号])?"
    rf"|(?<![\d.-])(?P<y2>{_YEAR})(?P<mark>[-/.])(?P<m2>\d{{1,2}})(?P=mark)(?P<d2>\d{{1,2}})(?!\d)"
    r"|(?P<bare>(?<![\d.])\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号]|(?!\s?\d)))"
    r"|(?P<han>[〇零○0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)"
    r"|(?P<month>(?<![\d.])\d{1,2}(?=\s?(?:-|至|到|~|、)\s?\d{1,2}\s?月(?!份?以)))"
    r"|(?P<day>(?<=月)\s?\d{1,2}\s?[日号]|(?<=[至-])\d{1,2}日(?!内|以))"
)
_YEARS = re.compile(
    rf"(?<!\d)(?P<a>{_YEAR})(?:\s?年|(?=\s?(?:-|~|—|至|到|、|和)\s?{_YEAR}\s?年))|(?P<h>[一二][〇零○一二三四五六七八九]{{3}})年"
)
_ORDINAL = re.compile(
    rf"第\s?[(]?\s?(?P<number>\d+|{_HAN}+)(?:\s?[)])?(?:\s?(?P<unit>季度|条|项|款|次|届|期|号|名|位|个|章|批|场|轮|版|类|产业|部分))?"
    rf"|(?<=第[\d一二三四五六七八九十][至到、-])(?P<last>\d+|{_HAN}+)\s?(?P<of>季度|条|项|款|次|届|期|号|名|位|批|场|轮|章|部分)"
)
_PERCENT = re.compile(
    rf"(?P<a>(?:(?<=[为比长率:\s])-|(?<![\d.]))\d+(?:,\d{{3}}){{0,6}}(?:\.\d+)?)\s?%|百分之(?P<b>{_HAN}+(?:点{_HAN}+)?|\d+(?:\.\d+)?)"
)
_CODE_LABEL = re.compile(r"(?:邮政编码|邮\s?编|QQ|微信)?群?号?\s?[:为是]?\s?")
_TENTHS = re.compile(
    rf"(?<!\d)(?<!{_HAN})(?P<n>[一二两三四五六七八九]|[1-9])成(?P<half>半)?(?=以上|以下|以内|左右|[多的,。;、]|$)"
    r"|(?<=[近超约达占逾])(?P<m>[一二两三四五六七八九]|[1-9])成(?P<too>半)?(?![一二三四五六七八九为立果员功熟效长绩交本都])"
)
_FRACTION = re.compile(rf"(?<!\d)(?<!{_HAN})(?P<b>{_HAN}+|\d+)分之(?P<a>{_HAN}+|\d+)")
_SCALE = re.compile(r"[万亿]+$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands, its surroundings unread; offsets in the text. Kind None: no number, only taken space."""

    start: int
    end: int
    kind: ClaimKind | None
    value: Decimal | None = None
    unit: str = ""
    approximation: str = ""
    change: str = ""


def find_mentions(text: str) -> list[Mention]:
    """Every number in the half-width text, left to right; the earlier finder wins where two want a character.

    >>> [(mention.kind, str(mention.value), mention.unit) for mention in find_mentions("2020年统一公开三次,第二十条")]
    [('year', '2020', '年'), ('quantity', '3', '次'), ('ordinal', '20', '条')]
    """
    finders: tuple[Callable[[str], Iterable[Mention]], ...] = (
        _codes, _documents, _dates, _years, _words, _percents, _ordinals, _quantities,
    )  # fmt: skip
    taken = bytearray(len(text))
    mentions: list[Mention] = []
    for finder in finders:
        for mention in finder(text):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                mentions.append(mention)
    return sorted((mention for mention in mentions if mention.kind), key=lambda mention: mention.start)


def _found(pattern: re.Pattern[str], text: str, *needed: str) -> Iterator[re.Match[str]]:
    """The pattern's matches, each of which holds or touches one of the needed words: without any, none is sought."""
    return pattern.finditer(text) if any(word in text for word in needed) else iter(())


def _codes(text: str) -> Iterator[Mention]:
    for match in lexicon().codes.finditer(text):
        if any(char.isdigit() for char in match.group()):
            label = _CODE_LABEL.match(match.group())
            yield Mention(match.start() + (label.end() if label else 0), match.end(), "other")


def _documents(text: str) -> Iterator[Mention]:
    for match in _found(_DOCUMENT, text, "号"):
        number = match["a"] or match["b"] or match["c"]
        yield Mention(match.start(), match.end(), "document_number", Decimal(number), "号")


def _dates(text: str) -> Iterator[Mention]:
    for match in _found(_DATE, text, "月", "日", "-", "/", "."):
        year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]
        left = len(match.group()) - len(match.group().lstrip())
        digits = f"{year}{int(month):02}{f'{int(day):02}' if day else ''}" if year else None
        yield Mention(match.start() + left, match.end(), "date", Decimal(digits) if digits else None)


def _years(text: str) -> Iterator[Mention]:
    for match in _found(_YEARS, text, "年"):
        yield Mention(match.start(), match.end(), "year", parse_number(match["a"] or match["h"]), "年")


def _words(text: str) -> Iterator[Mention]:
    for pattern in (_ENUMERATOR, lexicon().not_numbers):
        for match in pattern.finditer(text):
            yield Mention(match.start(), match.end(), None)


def _percents(text: str) -> Iterator[Mention]:
    for match in _found(_PERCENT, text, "%", "百分之"):
        whole, _, decimals = (match["a"] or match["b"]).partition("点")
        digits = "".join(str(parse_number(char)) for char in decimals)
        value = parse_number(whole)
        if value is not None:
            yield Mention(
                match.start(), match.end(), "percent", value + Decimal(f"0.{digits or 0}") if digits else value, "%"
            )
    for match in _found(_TENTHS, text, "成"):
        tenths, half = parse_number(match["n"] or match["m"]), match["half"] or match["too"]
        if tenths is not None:
            yield Mention(match.start(), match.end(), "percent", 10 * tenths + (5 if half else 0), "%")
    for match in _found(_FRACTION, text, "分之"):
        part, whole_of = parse_number(match["a"]), parse_number(match["b"])
        if part is not None and whole_of:
            yield Mention(match.start(), match.end(), "other", part / whole_of)


def _ordinals(text: str) -> Iterator[Mention]:
    for match in _found(_ORDINAL, text, "第"):
        number, unit = match["number"] or match["last"], match["unit"] or match["of"]
        yield Mention(match.start(), match.end(), "ordinal", parse_number(number), unit or "")


def _quantities(text: str) -> Iterator[Mention]:
    for number in find_numbers(text):
        mention = _quantity(text, number)
        if mention:
            yield mention


def _quantity(text: str, number: Number) -> Mention | None:
    words = lexicon()
    counter = (words.han_counter if number.written_in_han else words.counter).match(text, number.end)
    if number.written_in_han and (counter is None or not _counts(text, number)):
        return None
    unit, end = (counter["unit"], counter.end()) if counter else ("", number.end)
    value = number.value
    scale = _SCALE.search(number.raw.rstrip("余多"))
    if unit == "元" and scale and value is not None:
        value, unit = value / (parse_number(scale.group()) or 1), scale.group() + unit
    if unit == "号":
        return Mention(number.start, end, "other", value, unit)
    kind: ClaimKind = "percent" if unit.endswith("百分点") else "quantity"
    return Mention(number.start, end, kind, value, unit, number.approximation)


def _counts(text: str, number: Number) -> bool:
    """Whether a Chinese numeral counts: 万 alone does so only behind 超, 近, 上 … or before 余."""
    if any(char not in "十百千万亿" for char in number.raw.rstrip("余多几")) or number.raw[-1] in "余多几":
        return True
    words, before = lexicon(), text[max(0, number.start - REACH) : number.start]
    return number.raw[0] == "十" or bool(words.bound_before.search(before) or words.approximation_before.search(before))

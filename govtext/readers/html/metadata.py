"""What a page says of itself: metadata tables, labelled lines, meta elements."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

Pairs = tuple[tuple[str, str], ...]


@cache
def page_data() -> dict[str, Any]:
    """The data file of pages: wordings of metadata, names of meta elements, furniture."""
    return tomllib.loads((resources.files(__package__) / "data" / "html.toml").read_text(encoding="utf-8"))


@cache
def _keys() -> dict[str, str]:
    return {wording: key for key, wordings in page_data()["metadata"].items() for wording in wordings}


@cache
def _label() -> re.Pattern[str]:
    """A known wording, perhaps letter-spaced, with its colon; group 1 is the wording."""
    wordings = sorted(_keys(), key=len, reverse=True)
    spaced = "|".join(r"\s?".join(wording) for wording in wordings)
    return re.compile(rf"(?<![一-鿿])({spaced})\s?[】\]]?\s?[:：]")


_NEXT = re.compile(r"\s(?:[一-鿿]\s?){2,8}[:：]|[|｜【\[]|\s{2,}")
_COLON = " :：[]【】"
_LONGEST = 200


def key_of(text: str) -> str | None:
    """The unified key of a label, with or without colon.

    >>> key_of("索 引 号："), key_of("发布单位"), key_of("规章")
    ('索引号', '发布机构', None)
    """
    return _keys().get("".join(text.split()).strip(_COLON)) if len(text) < 20 else None


def labelled(text: str) -> Pairs:
    """The labelled values of a line that begins with a known label.

    >>> labelled("发布日期：2021-02-10 10:30 来源：某县人民政府办公室 浏览次数：12")
    (('发布日期', '2021-02-10 10:30'), ('来源', '某县人民政府办公室'))
    """
    if len(text) > _LONGEST or not (":" in text or "：" in text) or not _label().match(text.lstrip(_COLON)):
        return ()
    found = list(_label().finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = ((match[1], _value(text[match.end() : end])) for match, end in zip(found, ends, strict=True))
    return tuple((key, value) for label, value in pairs if (key := key_of(label)) and value)


def _value(text: str) -> str:
    following = _NEXT.search(text.strip())
    return text.strip()[: following.start() if following else None].strip(" |[]【】")


def table_pairs(rows: Sequence[Sequence[str]]) -> Pairs | None:
    """The pairs of a row or rows of labels and values; None where a row is no such row.

    >>> table_pairs([["名称：", "某县年度报告", "索引号", "0001"]])
    (('名称', '某县年度报告'), ('索引号', '0001'))
    >>> table_pairs([["名称", "公开日期", "文号"]]) is None
    True
    """
    pairs: list[tuple[str, str]] = []
    for row in rows:
        found = list(_row_pairs(row))
        if not found or None in found or not any(pair and pair[0] in page_data()["metadata"] for pair in found):
            return None
        pairs.extend(pair for pair in found if pair and pair[0] in page_data()["metadata"] and pair[1])
    return tuple(pairs)


def _row_pairs(row: Sequence[str]) -> Iterator[tuple[str, str] | None]:
    cells = iter(row)
    for text in cells:
        if inline := labelled(text):
            yield from inline
        elif text:
            value = next(cells, "")
            is_label = key_of(text) or text.endswith((":", "："))
            yield (key_of(text) or text, value) if is_label and not key_of(value) else None

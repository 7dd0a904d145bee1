"""What the recogniser of specifics looks for (data/specifics.toml), compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from govtext.forms import Label

_WIDE = tuple(zip(",;:()", "，；：（）", strict=True))


def one_line(text: str) -> str:
    """Line ends as full stops, so that nothing runs over them.

    >>> one_line("2021\\n年")
    '2021。年'
    """
    return text.replace("\n", "。").replace("\r", "。")


def wide(text: str) -> str:
    """Marks in full width and line ends as full stops, character for character: the data know no others.

    >>> wide("一,二;三\\n四")
    '一，二；三。四'
    """
    for narrow, full in _WIDE:
        text = text.replace(narrow, full)
    return one_line(text)


def load(name: str) -> Mapping[str, Any]:
    """A data file of this room."""
    return tomllib.loads((resources.files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns on half-width text."""

    kinds: Mapping[str, Label]
    units: re.Pattern[str]
    no_figure: re.Pattern[str]
    no_figure_after: re.Pattern[str]
    after_date: re.Pattern[str]
    period: re.Pattern[str]
    range: re.Pattern[str]
    letters: re.Pattern[str]
    decree: re.Pattern[str]
    left: re.Pattern[str]
    """A word that stands before a name, at the end of what is searched."""
    plural: re.Pattern[str]
    body: re.Pattern[str]
    parts: re.Pattern[str]
    branch: re.Pattern[str]
    named: re.Pattern[str]
    role: re.Pattern[str]
    role_behind: re.Pattern[str]
    quoted: re.Pattern[str]
    platform: re.Pattern[str]
    site: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns of the recogniser."""
    raw = load("specifics")
    dates, bodies, roles, platforms = raw["dates"], raw["bodies"], raw["roles"], raw["platforms"]
    first = "".join(sorted({each[0] for each in bodies["works"]} | set(bodies["begin"])))
    works = f"(?:{any_of(bodies['works'])})(?:{bodies['work_endings']})"
    return Patterns(
        kinds={name: Label(**label) for name, label in raw["kinds"].items()},
        units=re.compile(any_of(raw["figures"]["units"])),
        no_figure=re.compile(raw["figures"]["none"]),
        no_figure_after=re.compile(raw["figures"]["not_after"]),
        after_date=re.compile(dates["after"]),
        period=re.compile(f"(?=[{dates['begin']}])(?:{dates['alone']})"),
        range=re.compile(rf"\s?(?:{dates['range']})\s?"),
        letters=re.compile(raw["numbers"]["letters"]),
        decree=re.compile(raw["numbers"]["decree"]),
        left=re.compile(f"(?:{any_of(raw['left']['words'])})$"),
        plural=re.compile(bodies["plural"]),
        body=re.compile(_body(bodies)),
        parts=re.compile(bodies["parts"]),
        branch=re.compile(bodies["branch"]),
        named=re.compile(f"(?=[{first}])(?:(?P<national>{bodies['named']})|(?P<local>{works}|{bodies['whole']}))"),
        role=re.compile(f"(?=[{roles['begin']}])(?:{roles['alone']})"),
        role_behind=re.compile(roles["behind"]),
        quoted=re.compile(platforms["quoted"]),
        platform=re.compile(f"{platforms['named']}|{platforms['national']}|{platforms['hotline']}"),
        site=re.compile(f"(?:{platforms['site']})(?!群|站群)"),
    )


def _body(bodies: Mapping[str, Any]) -> str:
    """A level and the work up to the kind of body: 县 政务服务数据管理 局. The work is as short as may be."""
    work = f"(?:{bodies['inner']}|(?![{bodies['stop']}])[一-鿿]){{0,14}}?"
    level = rf"(?P<level>{bodies['levels']})(?!{bodies['not_level']})"
    return f"{level}(?P<work>{work})(?:{bodies['endings']})"

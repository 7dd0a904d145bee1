"""Sentences from the written stock: templates with slots, filled by chance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from govtext.simulate.data import data
from govtext.simulate.draw import Draw

_SLOT = re.compile(r"\{([a-z_]+|a\d+-\d+)\}")
_NUMBER = re.compile(r"a(\d+)-(\d+)")


@cache
def _pieces(template: str) -> tuple[str, ...]:
    """Text and slots in turn: every second piece is a slot."""
    return tuple(_SLOT.split(template))


@cache
def _range(slot: str) -> tuple[int, int] | None:
    match = _NUMBER.fullmatch(slot)
    return (int(match[1]), int(match[2])) if match else None


def expand(template: str, draw: Draw, names: Mapping[str, str]) -> str:
    """The template with its slots filled: from `names`, as a number, or from the stock's lists.

    >>> expand("在{short}发放{a5-5}份。", Draw(1), {"short": "青溪"})
    '在青溪发放5份。'
    """
    pieces = _pieces(template)
    if len(pieces) == 1:
        return template
    out = list(pieces)
    for at in range(1, len(pieces), 2):
        slot = pieces[at]
        if slot in names:
            out[at] = names[slot]
        elif bounds := _range(slot):
            out[at] = str(draw.between(*bounds))
        else:
            out[at] = expand(draw.pick(data("prose")["slots"][slot]), draw, names)
    return "".join(out)


def general(topic: str, count: int, draw: Draw) -> list[str]:
    """Different templates of a section's general stock, perhaps with some words before each."""
    stock = data("prose")
    leads = stock["frame"]["leads"] if topic not in ("opening", "closing") else [""]
    return [draw.pick(leads) + template for template in draw.some(stock["general"][topic], count)]


def problem(code: str, draw: Draw, names: Mapping[str, str]) -> str:
    """A sentence on a problem of this code, without its full stop."""
    stock = data("problems")[code]
    return _clause("openings", stock["heads"], stock["tails"], "problem_endings", draw, names)


def measure(code: str, draw: Draw, names: Mapping[str, str]) -> str:
    """A sentence on a measure against a problem of this code, without its full stop."""
    stock = data("problems")[code]
    return _clause("measure_openings", stock["measure_heads"], stock["measure_tails"], "measure_endings", draw, names)


def _clause(
    opening: str, heads: Sequence[str], tails: Sequence[str], ending: str, draw: Draw, names: Mapping[str, str]
) -> str:
    prose = data("prose")
    parts = (draw.pick(prose[opening]), draw.pick(heads), draw.pick(tails), draw.pick(prose[ending]))
    return expand("".join(parts), draw, names)


def edited(text: str, draw: Draw) -> tuple[str, int]:
    """A near copy: one to three small changes, and how many were made.

    >>> edited("加强培训，提高能力。", Draw(1))[1] > 0
    True
    """
    fitting = [pair for pair in data("prose")["edits"]["pairs"] if pair[0] in text]
    chosen = draw.some(fitting, draw.between(1, 3))
    for old, new in chosen:
        text = text.replace(old, new, 1)
    return text, len(chosen)

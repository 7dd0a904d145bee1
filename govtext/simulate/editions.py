"""The same report in several files: in a second kind of file, byte for byte, or corrected in a later edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.errors import fits, plant_kind
from govtext.simulate.kinds import kinds
from govtext.simulate.layouts import LAYOUTS
from govtext.simulate.made import Made, Planted
from govtext.simulate.places import Body


@dataclass(frozen=True, slots=True)
class Edition:
    """A further edition: `kind` is second_kind, byte_copy or reissue; `key` the figure that a reissue corrects."""

    kind: str
    made: Made
    key: str = ""


def draw_kind(made: Made, draw: Draw) -> str:
    """Which further edition the report gets, "" for none; what a reissue is to correct is planted here."""
    rates = data("rates")["editions"]
    kind = draw.weighted(["", *rates], [1 - sum(rates.values()), *rates.values()])
    return "" if kind == "reissue" and not _can_be_corrected(made, draw) else kind


def _can_be_corrected(made: Made, draw: Draw) -> bool:
    """A report in time that has room for a later edition in time, no other error in the table, and the right title."""
    if made.title_year != made.year:  # whose editions they are would be in doubt, and so what one says of the other
        return False
    requests = replace(kinds()["reissue"], touches="requests")
    return _days_left(made) > 0 and fits(made, requests, False) and plant_kind(made, "reissue", draw)


def _days_left(made: Made) -> int:
    return (due(made.body, made.year) - made.published).days


def due(body: Body, year: int) -> date:
    """The last day on which a government, or one of its departments, publishes the report on a year in time."""
    return date(year + 1, 3, 31) if body.kind == "government" else date(year + 1, 1, 31)


def make_edition(made: Made, kind: str, shares: Mapping[str, float], draw: Draw) -> Edition | None:
    """The further edition; None where there is no other kind of file to write it in."""
    if kind == "byte_copy":
        return Edition(kind, replace(made, id=f"{made.id}-copy"))
    if kind == "second_kind":
        return _second(made, shares, draw)
    return _reissue(made, draw)


def differing(reissue: Edition) -> Planted:
    """What the two editions of a corrected report say of each other; told of the first, as all across reports."""
    return Planted("reissue", "across.editions", reissue.key, "fail", "the editions differ", consequence=True)


def _second(made: Made, shares: Mapping[str, float], draw: Draw) -> Edition | None:
    other = [name for name in shares if LAYOUTS[name].suffix != LAYOUTS[made.layout].suffix]
    if not other:
        return None
    layout = draw.pick(other)
    errors = [replace(each, expected=_expected(each, layout)) for each in made.errors]
    return Edition("second_kind", replace(made, id=f"{made.id}-second", layout=layout, errors=errors))


def _expected(error: Planted, layout: str) -> str:
    """What follows from an error is the same in every layout."""
    return error.expected if error.consequence else kinds()[error.kind].of(layout).expected


def _reissue(made: Made, draw: Draw) -> Edition:
    frame = data("prose")["frame"]
    key = next(each for each in made.errors if each.kind == "reissue").place.replace("*", "total")
    said = draw.pick(frame["corrected"])
    return Edition("reissue", replace(
        made, id=f"{made.id}-reissue", values={**made.values, key: made.true[key]},
        errors=[each for each in made.errors if each.kind != "reissue"],
        published=made.published + timedelta(days=draw.between(1, min(_days_left(made), 25))),
        title=made.title + draw.pick(frame["reissue_marks"]), prose={**made.prose, 0: [*made.prose[0], said]},
    ), key)  # fmt: skip

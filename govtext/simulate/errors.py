"""Errors planted in a report, each so that what is wrong, and only that, is known."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from govtext.forms import form
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.figures import broken_sums
from govtext.simulate.kinds import Kind, kinds
from govtext.simulate.made import Made, Planted
from govtext.simulate.plan import Plan
from govtext.simulate.planters import PLANTERS, Done
from govtext.simulate.prose import told_keys

_FLAGS = {
    "structure.sections": "section/6", "structure.empty": "section/5", "structure.numbers": "section/5",
    "structure.order": "report", "structure.problems": "section/5", "years.prose": "section/1",
    "fees.statement": "section/6", "fees.schedule": "section/6", "structure.tables": "review",
}  # fmt: skip
_FOLLOW = {"structure.empty": ("structure.problems", "section/5"), "years.title": ("years.period", "report")}
"""What else a kind breaks, beside sums."""


def plant(made: Made, quality: float, draw: Draw, can_follow: bool) -> None:
    """Plant a few errors; `can_follow`: the body has a report on the year before."""
    rates, drawn = data("rates")["errors"], [each for each in kinds().values() if not each.own_rate]
    n = min(draw.poisson(rates["mean"] * 2 ** (1 - 2 * quality)), rates["most"])
    weights = [each.weight for each in drawn]
    for _ in range(n * 3):
        kind = draw.weighted(drawn, weights)
        if n and fits(made, kind, can_follow) and plant_kind(made, kind.name, draw):
            n -= 1


def plant_in_turn(made: Made, plan: Plan, draw: Draw, can_follow: bool) -> None:
    """Plant one error: of the kinds that fit, the one that the report's layout has had least often."""
    for kind in plan.kinds(made.layout):
        if fits(made, kind, can_follow) and plant_kind(made, kind.name, draw):
            plan.done(made.layout, kind)
            return


def fits(made: Made, kind: Kind, can_follow: bool) -> bool:
    """Whether the report can bear this kind beside the errors it has."""
    had = [kinds()[each.kind] for each in made.errors]
    touched = {each.touches for each in had} - {""}
    strays = {each.name for each in (*had, kind)} >= {"years.title"} and any(each.across for each in (*had, kind))
    return (
        kind.form in ("", made.form) and kind.touches not in touched and (can_follow or not kind.across) and not strays
    )


def plant_kind(made: Made, name: str, draw: Draw) -> bool:
    """Plant one error of this kind; False where the report offers no occasion, and then nothing is changed."""
    kind = kinds()[name]
    done = PLANTERS[name](made, draw) if name in PLANTERS else _told(made, name, draw) or _flag(made, name)
    if done is None:
        return False
    made.errors.append(Planted(name, kind.rule, done[0], kind.of(made.layout).expected, done[1]))
    made.errors.extend(list(_consequences(made, name)))
    return True


def _consequences(made: Made, kind: str) -> Iterable[Planted]:
    """What else the planted error breaks."""
    known = {(each.rule, each.place) for each in made.errors}
    for rule, place in broken_sums(made.values, form(made.form)):
        gone = rule == "review.outcomes" and "structure.tables" in made.flags
        if (rule, place) not in known and not gone:
            yield Planted(kind, rule, place, "fail", "follows from the planted error", consequence=True)
    if kind in _FOLLOW:
        yield Planted(kind, *_FOLLOW[kind], "fail", "follows from the planted error", consequence=True)


def _flag(made: Made, kind: str) -> Done:
    if kind not in _FLAGS:
        return None
    made.flags.add(kind)
    return _FLAGS[kind], ""


def _told(made: Made, kind: str, draw: Draw) -> Done:
    """The prose tells another number than the table."""
    if not kind.startswith("narrative."):
        return None
    keys = told_keys(kind)
    if any(not isinstance(made.values.get(key), int | Decimal) for key in keys):
        return None
    others = ("requests/carried_in/total", "requests/carried_out/total", "requests/processed_total/total")
    far = sum(value for key in others if isinstance(value := made.values.get(key), int))
    made.offsets[kind] = draw.between(3, 30) + far
    section = 4 if kind in ("narrative.reconsideration", "narrative.litigation") else 1
    return f"section/{section}:{'+'.join(keys)}", f"prose = table + {made.offsets[kind]}"

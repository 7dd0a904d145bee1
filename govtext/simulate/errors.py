"""Errors planted in a report, each so that what is wrong, and only that, is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from govtext.forms import form
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.figures import APPLICANTS, RESULTS, REVIEWS, Values, broken_sums
from govtext.simulate.made import Made, Planted
from govtext.simulate.prose import told_keys

Done = tuple[str, str] | None
"""Place and detail of what was planted; None where this report offers no occasion."""
_FAR = 4_000_000_000
_FLAGS = {
    "structure.sections": "section/6", "structure.empty": "section/5", "structure.numbers": "section/5",
    "structure.order": "report", "structure.problems": "section/5", "years.prose": "section/1",
    "fees.statement": "section/6", "fees.schedule": "section/6", "structure.tables": "review",
}  # fmt: skip


def plant(made: Made, quality: float, draw: Draw, can_follow: bool) -> None:
    """Plant a few errors; `can_follow`: the body has a report on the year before."""
    rates, kinds = data("rates")["errors"], data("errors")["kinds"]
    n = min(draw.poisson(rates["mean"] * 2 ** (1 - 2 * quality)), rates["most"])
    touched: set[str] = set()
    weights = [each.get("weight", 1) for each in kinds.values()]
    for _ in range(n * 3):
        kind = draw.weighted(list(kinds), weights)
        fits = kinds[kind].get("form", made.form) == made.form and kinds[kind]["touches"] not in touched
        across = kind in ("across.carried", "across.items", "across.in_force")
        if n and fits and (can_follow or not across) and plant_kind(made, kind, draw):
            touched.add(kinds[kind]["touches"])
            n -= 1


def plant_kind(made: Made, kind: str, draw: Draw) -> bool:
    """Plant one error of this kind; False where the report offers no occasion, and then nothing is changed."""
    told = data("errors")["kinds"][kind]
    done = _PLANTERS[kind](made, draw) if kind in _PLANTERS else _told(made, kind, draw) or _flag(made, kind)
    if done is None:
        return False
    made.errors.append(Planted(kind, told["rule"], done[0], told["expected"], done[1]))
    _consequences(made, kind)
    return True


def _consequences(made: Made, kind: str) -> None:
    """What else the planted error breaks."""
    known = {(each.rule, each.place) for each in made.errors}
    for rule, place in broken_sums(made.values, form(made.form)):
        gone = rule == "review.outcomes" and "structure.tables" in made.flags
        if (rule, place) not in known and not gone:
            made.errors.append(Planted(kind, rule, place, "fail", "follows from the planted error", consequence=True))
    follow = {"structure.empty": ("structure.problems", "section/5"), "years.title": ("years.period", "report")}
    if kind in follow:
        made.errors.append(Planted(kind, *follow[kind], "fail", "follows from the planted error", consequence=True))


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


def _number(values: Values, key: str) -> int:
    value = values.get(key)
    return value if isinstance(value, int) else 0


def _raise(made: Made, by: int, *keys: str) -> str:
    for key in keys:
        made.values[key] = _number(made.values, key) + by
    return f"{', '.join(keys)} + {by}"


def _balance(made: Made, draw: Draw) -> Done:
    column = draw.pick(APPLICANTS[:2])
    detail = _raise(made, draw.between(1, 9), f"requests/new/{column}", "requests/new/total")
    return f"requests/*/{column}", detail


def _outcomes(made: Made, draw: Draw) -> Done:
    column = draw.pick(APPLICANTS[:2])
    row = draw.pick(("granted", "partial", "unavailable.not_held"))
    detail = _raise(made, draw.between(1, 9), f"requests/{row}/{column}", f"requests/{row}/total")
    return f"requests/*/{column}", detail


def _applicants(made: Made, draw: Draw) -> Done:
    row = draw.pick(("granted", "new", "unavailable.not_held", "refused.process"))
    return f"requests/{row}/*", _raise(made, draw.between(1, 9), f"requests/{row}/total")


def _review(made: Made, draw: Draw) -> Done:
    row = draw.pick(REVIEWS)
    return f"review/{row}/*", _raise(made, draw.between(1, 5), f"review/{row}/total")


def _blank(made: Made, draw: Draw) -> Done:
    zeros = [key for key, value in made.values.items() if key.startswith("requests/") and value == 0]
    told = {"new", "carried_in", "carried_out", "granted", "partial", "processed_total"}
    # A blank total closes its row, and crawled text does not tell it from the bars that fill the row up: left as it is.
    inside = [key for key in zeros if key.split("/")[1] not in told and not key.endswith("/total")]
    chosen = draw.some(inside, draw.between(4, 25))
    made.values |= dict.fromkeys(chosen)
    return ("requests", f"{len(chosen)} cells") if chosen else None


def _mark(made: Made, draw: Draw) -> Done:
    row, sign = draw.pick(REVIEWS[1:]), draw.pick(("/", "—", "-", "无"))
    keys = [f"review/{row}/{column}" for column in (*RESULTS, "total")]
    if any(made.values[key] for key in keys):
        return None
    made.values |= dict.fromkeys(keys, sign)
    made.untold.update(keys)
    return "review", f"{row}: {sign}"


def _replaced(key: str, make: Callable[[Draw], Decimal | int | str]) -> Callable[[Made, Draw], Done]:
    """A planter that puts something else into one cell of the proactive table."""

    def planter(made: Made, draw: Draw) -> Done:
        made.values[key] = make(draw)
        made.untold.add(key)
        return "proactive", f"{key} = {made.values[key]}"

    return planter


def _missing(made: Made, draw: Draw) -> Done:
    rows = ("refused.admin_inquiry", "not_processed.publication", "refused.state_secret")
    empty = [
        row for row in rows if not any(_number(made.values, f"requests/{row}/{c}") for c in (*APPLICANTS, "total"))
    ]
    if not empty:
        return None
    row = draw.pick(empty)
    made.without["requests"] = row
    for column in (*APPLICANTS, "total"):
        del made.values[f"requests/{row}/{column}"]
    return "requests", f"no row {row}"


def _unit(made: Made, draw: Draw) -> Done:  # noqa: ARG001
    value = made.values["proactive/fees/amount"]
    if not isinstance(value, Decimal) or not value:
        return None
    made.values["proactive/fees/amount"] = f"{value * 10000:.0f}元"
    made.untold.add("proactive/fees/amount")
    return "proactive/fees/amount", "printed in 元"


def _plausible(made: Made, draw: Draw) -> Done:
    made.values["proactive/fees/amount"] = Decimal(_FAR + draw.below(10**9))
    made.untold.add("proactive/fees/amount")
    return "proactive/fees/amount", "元 under the header 万元"


def _total_public(made: Made, draw: Draw) -> Done:
    key = "proactive/normative_documents/"
    made.values[key + "newly_published"] = _number(made.values, key + "total_public") + draw.between(1, 9)
    return key + "*", "newly published exceeds the total"


def _items_left(made: Made, draw: Draw) -> Done:
    key = f"proactive/{draw.pick(('licensing', 'penalties', 'fees'))}/"
    made.values[key + "items_change"] = -_number(made.values, key + "items_last_year") - draw.between(1, 9)
    return key + "*", "more items dropped than there were"


def _in_force(made: Made, draw: Draw) -> Done:
    key = "proactive/normative_documents/"
    values = made.values
    values[key + "issued"] = _number(values, key + "in_force") + _number(values, key + "repealed") + draw.between(1, 9)
    return key + "*", "fewer in force than issued"


def _title_year(made: Made, draw: Draw) -> Done:  # noqa: ARG001
    # A title of 2020 would make the form wrong as well, or the wrong form right; a late report would be late by years.
    if made.year == 2021 or any(each.kind == "late" for each in made.errors):
        return None
    made.title_year -= 1
    return "report", f"title says {made.title_year}"


def _period_year(made: Made, draw: Draw) -> Done:  # noqa: ARG001
    made.period_year -= 1
    return "report", f"period says {made.period_year}"


def _carried(made: Made, draw: Draw) -> Done:
    """More carried in, as many fewer new: the report's own sums hold, the chain over the years does not."""
    new = _number(made.values, "requests/new/natural_person")
    if not new:
        return None
    by = draw.between(1, min(new, 9))
    _raise(made, by, "requests/carried_in/natural_person", "requests/carried_in/total")
    _raise(made, -by, "requests/new/natural_person", "requests/new/total")
    return "requests/carried_in/total", f"carried in + {by}"


def _items(made: Made, draw: Draw) -> Done:
    key = f"proactive/{draw.pick(('licensing', 'penalties', 'other_services'))}/items_last_year"
    return key, _raise(made, draw.between(1, 20), key)


def _chain(made: Made, draw: Draw) -> Done:
    key = "proactive/normative_documents/in_force"
    return key, _raise(made, draw.between(1, 9), key)


_PLANTERS: Mapping[str, Callable[[Made, Draw], Done]] = MappingProxyType(
    {
        "sums.balance": _balance,
        "sums.outcomes": _outcomes,
        "sums.applicants": _applicants,
        "sums.review": _review,
        "values.blank": _blank,
        "values.mark": _mark,
        "values.unreadable": _replaced(
            "proactive/coercion/decisions", lambda draw: draw.pick(("若干", "见附件", "详见清单"))
        ),
        "values.missing": _missing,
        "values.negative": _replaced("proactive/licensing/decisions", lambda draw: -draw.between(1, 60)),
        "values.whole": _replaced(
            "proactive/penalties/decisions", lambda draw: Decimal(draw.between(1, 90)) + Decimal("0.5")
        ),
        "values.unit": _unit,
        "values.plausible": _plausible,
        "proactive.total_public": _total_public,
        "proactive.items_left": _items_left,
        "proactive.in_force": _in_force,
        "years.title": _title_year,
        "years.period": _period_year,
        "across.carried": _carried,
        "across.items": _items,
        "across.in_force": _chain,
    }
)

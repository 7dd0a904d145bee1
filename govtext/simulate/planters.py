"""How each kind of error is planted: the figures or the years of a report changed so that one thing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from govtext.simulate.draw import Draw
from govtext.simulate.figures import APPLICANTS, RESULTS, REVIEWS, Values
from govtext.simulate.made import Made

Done = tuple[str, str] | None
"""Place and detail of what was planted; None where this report offers no occasion."""
Planter = Callable[[Made, Draw], Done]
_FAR = 4_000_000_000
_TOLD = {"new", "carried_in", "carried_out", "granted", "partial", "processed_total"}
"""Rows of which the prose may tell."""


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
    """Some zeros left out, but no total: a blank total is another kind."""
    inside = [key for key in _zeros(made) if not key.endswith("/total")]
    chosen = draw.some(inside, draw.between(4, 25))
    made.values |= dict.fromkeys(chosen)
    return ("requests", f"{len(chosen)} cells") if chosen else None


def _zeros(made: Made) -> list[str]:
    zeros = [key for key, value in made.values.items() if key.startswith("requests/") and value == 0]
    return [key for key in zeros if key.split("/")[1] not in _TOLD]


def _blank_total(made: Made, draw: Draw) -> Done:
    totals = [key for key in _zeros(made) if key.endswith("/total")]
    chosen = draw.some(totals, draw.between(1, 3))
    made.values |= dict.fromkeys(chosen)
    return ("requests", " ".join(chosen)) if chosen else None


def _moved(made: Made, draw: Draw) -> Done:
    """Requests counted under another outcome, with its total: every sum holds, and nothing tells."""
    column = draw.pick(APPLICANTS[:2])
    source, target = draw.some(("granted", "partial", "unavailable.not_held"), 2)
    there = _number(made.values, f"requests/{source}/{column}")
    if not there:
        return None
    by = draw.between(1, min(there, 9))
    _raise(made, -by, f"requests/{source}/{column}", f"requests/{source}/total")
    return f"requests/*/{column}", _raise(made, by, f"requests/{target}/{column}", f"requests/{target}/total")


def _reissue(made: Made, draw: Draw) -> Done:
    """A wrong total of a row of which the prose never tells: the later edition puts this one figure right."""
    row = draw.pick(("refused.process", "unavailable.needs_creation", "not_processed.petition"))
    key = f"requests/{row}/total"
    return f"requests/{row}/*", _raise(made, draw.between(1, 9), key)


def _mark(made: Made, draw: Draw) -> Done:
    row, sign = draw.pick(REVIEWS[1:]), draw.pick(("/", "—", "-", "无"))
    keys = [f"review/{row}/{column}" for column in (*RESULTS, "total")]
    if any(made.values[key] for key in keys):
        return None
    made.values |= dict.fromkeys(keys, sign)
    made.untold.update(keys)
    return "review", f"{row}: {sign}"


def _replaced(key: str, make: Callable[[Draw], Decimal | int | str]) -> Planter:
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
    if made.year == 2021 or any(each.rule == "deadline.statute" for each in made.errors):
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


PLANTERS: Mapping[str, Planter] = MappingProxyType(
    {
        "sums.balance": _balance,
        "sums.outcomes": _outcomes,
        "sums.applicants": _applicants,
        "sums.review": _review,
        "values.blank": _blank,
        "values.blank_total": _blank_total,
        "silent.moved": _moved,
        "reissue": _reissue,
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

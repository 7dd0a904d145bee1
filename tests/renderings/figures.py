"""The figures of one report, apart from any layout: two real reports and any number of random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from govtext.forms import Figure, Form, Identity, Table, form

Value = Decimal | str | None
"""A figure in the unit of its code; a text is a mark such as `/`; None is a blank cell."""
Blanks = Literal["none", "some", "zeros", "totals", "marks"]


@dataclass(frozen=True)
class Figures:
    """What one report says: `values` by code, and for each table the form it is laid out by."""

    values: Mapping[str, Value]
    forms: Mapping[str, str]
    title: tuple[str, ...]
    issuer: str
    date: str
    year: int
    prose: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """Printed labels that differ from the form's, by the form's label."""

    def tables(self) -> Iterator[tuple[str, Table]]:
        for code, name in self.forms.items():
            yield code, form(name).table(code)

    def figures(self) -> Iterator[Figure]:
        """Every figure that the report's own tables have, in printed order."""
        for code, name in self.forms.items():
            yield from form(name).figures(code)


PROSE = {
    1: (
        "这一年，本机关围绕公众关心的事项公开信息，并按时更新公开目录。",
        "（一）主动公开。全年发布各类信息1250条，公开重点领域信息约310条。",
    ),
    5: (
        "一是部分栏目更新不够及时。二是解读形式较为单一。",
        "下一步，一是明确更新责任，二是增加图解与问答。",
    ),
    6: ("没有其他需要报告的事项。",),
}


def _rows(table: str, rows: Mapping[str, Sequence[int]], every: Figures) -> dict[str, Value]:
    order = {figure.row: None for figure in every.figures() if figure.table == table}
    columns = [figure.column for figure in every.figures() if figure.table == table]
    names = list(dict.fromkeys(columns))
    filled = {row: rows.get(row, [0] * len(names)) for row in order}
    return {
        f"{table}/{row}/{name}": Decimal(value)
        for row, values in filled.items()
        for name, value in zip(names, values, strict=True)
    }


def _numbers(table: str, values: Mapping[str, str]) -> dict[str, Value]:
    return {f"{table}/{key}": Decimal(value) for key, value in values.items()}


def anju_2020() -> Figures:
    """遂宁市安居区 2020: the 2019 form, figures as published, prose in other words."""
    frame = Figures(
        {}, dict.fromkeys(("proactive", "requests", "review"), "2019"),
        ("遂宁市安居区人民政府", "2020年政府信息公开工作年度报告"), "遂宁市安居区人民政府", "2021年2月10日",
        2020, PROSE,
    )  # fmt: skip
    proactive = {
        "rules/newly_made": "0", "rules/newly_published": "0", "rules/total_public": "0",
        "normative_documents/newly_made": "2", "normative_documents/newly_published": "2",
        "normative_documents/total_public": "17",
        "licensing/items_last_year": "260", "licensing/items_change": "2", "licensing/decisions": "4682",
        "other_services/items_last_year": "1021", "other_services/items_change": "18",
        "other_services/decisions": "11564",
        "penalties/items_last_year": "4377", "penalties/items_change": "-11", "penalties/decisions": "614",
        "coercion/items_last_year": "181", "coercion/items_change": "-11", "coercion/decisions": "75",
        "fees/items_last_year": "40", "fees/items_change": "-30",
        "procurement/projects": "73", "procurement/amount": "2876.4869",
    }  # fmt: skip
    requests = {
        "new": [1, 7, 0, 0, 0, 0, 8],
        "granted": [1, 0, 0, 0, 0, 0, 1],
        "refused.internal_affairs": [0, 1, 0, 0, 0, 0, 1],
        "unavailable.not_held": [0, 6, 0, 0, 0, 0, 6],
        "processed_total": [1, 7, 0, 0, 0, 0, 8],
    }
    values = _numbers("proactive", proactive) | _rows("requests", requests, frame) | _rows("review", {}, frame)
    return replace(frame, values=values)


def hongze_2023() -> Figures:
    """洪泽区 2023: the 2021 form with one row for 其他处理 and a damaged label; printed review totals are wrong."""
    frame = Figures(
        {}, {"proactive": "2021", "requests": "2019", "review": "2021"},
        ("洪泽区2023年度政府信息公开工作年度报告",), "淮安市洪泽区人民政府", "2024年1月26日", 2023, PROSE,
        {"2.其他法律行政法规禁止公开": "2.其他法律行政止公开"},
    )  # fmt: skip
    proactive = {
        "rules/issued": "0", "rules/repealed": "0", "rules/in_force": "0",
        "normative_documents/issued": "0", "normative_documents/repealed": "5", "normative_documents/in_force": "5",
        "licensing/decisions": "550", "penalties/decisions": "4119", "coercion/decisions": "195",
        "fees/amount": "7730.28",
    }  # fmt: skip
    counts = {
        "new": 21, "partial": 4, "refused.state_secret": 1, "refused.process": 1, "refused.enforcement_file": 1,
        "unavailable.not_held": 10, "unavailable.needs_creation": 3, "not_processed.petition": 1, "processed_total": 21,
    }  # fmt: skip
    requests = {row: [count, 0, 0, 0, 0, 0, count] for row, count in counts.items()}
    review = {"reconsideration": [10, 1, 0, 0, 0], "litigation_after": [5, 0, 0, 0, 0]}
    values = _numbers("proactive", proactive) | _rows("requests", requests, frame) | _rows("review", review, frame)
    return replace(frame, values=values)


def random_figures(seed: int, form_code: str, blanks: Blanks = "none") -> Figures:
    """Figures that obey every identity of the form, no number twice, so that any shift is seen.

    `blanks`: some (a cell in five blank, counted as nothing), zeros (a third of the rows zero and left blank), totals
    (the total of the detail rows left blank), marks (as some, with a slash).
    """
    rng = random.Random(f"{seed}/{form_code}/{blanks}")
    while True:
        values = _draw(rng, form(form_code), blanks)
        numbers = [value for value in values.values() if isinstance(value, Decimal) and value]
        if len(numbers) == len(set(numbers)):
            break
    year = int(form_code) + seed % 2
    return Figures(
        values, dict.fromkeys(("proactive", "requests", "review"), form_code),
        (f"青川市云溪区人民政府{year}年政府信息公开工作年度报告",), "青川市云溪区人民政府",
        f"{year + 1}年1月{seed % 20 + 8}日", year, PROSE,
    )  # fmt: skip


def _draw(rng: random.Random, drawn: Form, blanks: Blanks) -> dict[str, Value]:
    numbers = iter(rng.sample(range(11, 6000), 400))
    values: dict[str, Value] = {figure.key: _one(figure, next(numbers), rng) for figure in drawn.figures()}
    gone = set(_blank(drawn, rng, blanks))
    values |= dict.fromkeys(gone, Decimal(0))
    _add_up(drawn, values)
    values |= dict.fromkeys(gone, "/" if blanks == "marks" else None)
    if blanks == "totals":
        values |= dict.fromkeys(_detail_totals(drawn), None)
    return values


def _one(figure: Figure, number: int, rng: random.Random) -> Decimal:
    if figure.unit == "万元":
        return Decimal(number * 10000 + rng.randrange(1, 10000)) / 10000
    return Decimal(number * rng.choice((1, -1)) if figure.column == "items_change" else number)


def _sums(drawn: Form) -> list[Identity]:
    order = ("requests.outcomes", "requests.balance", "requests.applicants", "review.outcomes")
    return sorted(drawn.identities, key=lambda identity: order.index(identity.rule))


def _add_up(drawn: Form, values: dict[str, Value]) -> None:
    """Work the sums out: outcomes, then what came in, then the totals."""
    for identity in _sums(drawn):
        figures = list(drawn.figures(identity.table))
        lines = dict.fromkeys(figure.column if identity.add == "rows" else figure.row for figure in figures)
        for line in lines:
            _balance(identity, line, values)


def _balance(identity: Identity, line: str, values: dict[str, Value]) -> None:
    def key(code: str) -> str:
        return f"{identity.table}/{code}/{line}" if identity.add == "rows" else f"{identity.table}/{line}/{code}"

    def total(codes: Sequence[str]) -> Decimal:
        return sum((Decimal(values[key(code)] or 0) for code in codes), Decimal(0))

    if identity.rule == "requests.balance":  # the new requests are what the other three leave
        values[key("new")] = total(identity.right) - total([code for code in identity.left if code != "new"])
    else:
        values[key(identity.right[0])] = total(identity.left)


def _free(drawn: Form) -> list[str]:
    """Figures that no sum fixes."""
    fixed = {"new", "processed_total"}
    return [f.key for f in drawn.figures() if f.column != "total" and f.row not in fixed]


def _blank(drawn: Form, rng: random.Random, blanks: Blanks) -> list[str]:
    free = _free(drawn)
    if blanks in ("some", "marks"):
        return sorted(rng.sample(free, len(free) // 5))
    if blanks == "zeros":
        rows = sorted({tuple(key.split("/")[:2]) for key in free if key.startswith("requests/")})
        some = set(rng.sample(rows, len(rows) // 3))
        zero = [f.key for f in drawn.figures("requests") if (f.table, f.row) in some]
        return zero + [f.key for f in drawn.figures("review") if f.row == "litigation_after"]
    return []


def _detail_totals(drawn: Form) -> list[str]:
    whole = {"new", "carried_in", "processed_total", "carried_out"}
    return [f.key for f in drawn.figures("requests") if f.column == "total" and f.row not in whole]

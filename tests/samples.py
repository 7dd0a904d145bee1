"""Readings built by hand, for tests of what comes after parsing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from govtext.document import DocumentBuilder, Note, Paragraph, Place
from govtext.forms import Figure, form
from govtext.model import Cell, Claim, Fact, Finding, FormMatch, Identity, Reading, Section

TABLES = ("proactive", "requests", "review")


@dataclass(frozen=True)
class Sample:
    """What a display needs."""

    reading: Reading
    findings: tuple[Finding, ...] = ()


def reading(
    forms: Mapping[str, str] | str = "2021",
    values: Mapping[str, str | Cell] | None = None,
    *,
    source: str = "reports/a.html",
    kind: str = "html",
    title: str = "安居区人民政府2022年政府信息公开工作年度报告",
    issuer: str | None = "安居区人民政府",
    prose: str = "全年收到申请8件。",
    note: str = "a lost row span was carried down",
) -> Reading:
    """A reading whose figures are all 0 but for `values` (code to number, or to a whole cell)."""
    used = forms if isinstance(forms, Mapping) else dict.fromkeys(TABLES, forms)
    builder = DocumentBuilder(source, kind, kind)
    builder.paragraph(prose, Place(line=3))
    document = builder.build()
    paragraph = Paragraph(prose, 0, Place(line=3))
    return Reading(
        document=document,
        identity=Identity(
            title=Fact(title, title, "first heading", Place(line=1)),
            issuer=Fact(issuer, issuer or "", "title", Place(line=1)),
            level=Fact("county", "区", "issuer"),
            year=Fact(2022, "2022年", "title", Place(line=1)),
        ),
        form=FormMatch("mixed" if len(set(used.values())) > 1 else next(iter(used.values()), "free"),
                       {table: form(code) for table, code in used.items()}, ("现行有效件数",)),
        sections=(Section(1, "总体情况", "一", (paragraph,)), Section(6, "其他需要报告的事项", "六", ())),
        cells=tuple(_cells(used, values or {})),
        claims=(Claim("quantity", Decimal(8), "件", "8件", 6, 8, prose, 1, place=Place(line=3)),),
        log=(Note("grid", "repair", note, Place(table=2, row=5)),),
    )  # fmt: skip


def _cells(forms: Mapping[str, str], values: Mapping[str, str | Cell]) -> list[Cell]:
    return [
        _cell(figure, values.get(figure.key, "0"), Place(line=10 + number))
        for table, code in forms.items()
        for number, figure in enumerate(form(code).figures(table))
    ]


def _cell(figure: Figure, given: str | Cell, place: Place) -> Cell:
    if isinstance(given, Cell):
        return given
    return Cell(figure.table, figure.row, figure.column, Decimal(given), figure.unit, "value", given, place)


def cell(key: str, status: str, raw: str = "", unit: str = "件") -> Cell:
    """A cell without figure."""
    table, row, column = key.split("/")
    return Cell(table, row, column, None, unit, status, raw, Place(line=9))  # type: ignore[arg-type]


def faulty() -> Sample:
    """A report of 2022 with one sum that fails, one that is uncertain, and a cell of every status."""
    values: dict[str, str | Cell] = {
        "requests/new/natural_person": "21", "requests/new/business": "3", "requests/new/total": "24",
        "requests/granted/natural_person": "11", "requests/granted/total": "11",
        "requests/refused.process/natural_person": "2", "requests/refused.process/total": "2",
        "requests/unavailable.not_held/natural_person": "8", "requests/unavailable.not_held/total": "8",
        "requests/processed_total/natural_person": "21", "requests/processed_total/business": "3",
        "requests/processed_total/total": "24",
        "requests/partial/business": cell("requests/partial/business", "empty"),
        "requests/partial/research": cell("requests/partial/research", "mark", "/"),
        "requests/partial/nonprofit": cell("requests/partial/nonprofit", "unreadable", "1O"),
        "requests/partial/legal_service": cell("requests/partial/legal_service", "missing"),
        "proactive/licensing/decisions": "4682", "proactive/fees/amount": "7730.28",
        "review/reconsideration/upheld": "10", "review/reconsideration/corrected": "1",
    }  # fmt: skip
    return Sample(reading("2021", values), (*(passed(name) for name in ("total", "business")), UNCERTAIN, FAILED, OPEN))


def passed(column: str) -> Finding:
    """A sum that holds."""
    return Finding("requests.balance", "sums", "pass", f"requests/*/{column}", "printed")


UNCERTAIN = Finding(
    "requests.applicants", "sums", "uncertain", "requests/partial/*", "layout",
    expression="部分公开：自然人 0 + 商业企业 [empty] = 总计 0", right=Decimal(0),
    evidence=("requests/partial/business: empty (line 9)", "doubt: it is empty"), verdict="reading",
    keys=tuple(f"requests/partial/{name}" for name in ("natural_person", "business", "total")), fingerprint="00ff00ff",
)  # fmt: skip
FAILED = Finding(
    "review.outcomes", "sums", "fail", "review/reconsideration/*", "layout",
    expression="行政复议：结果维持 10 + 结果纠正 1 = 总计 0", left=Decimal(11), right=Decimal(0),
    difference=Decimal(11), evidence=("review/reconsideration/total = 0, printed 「0」 (line 14)",), verdict="report",
    keys=tuple(f"review/reconsideration/{name}" for name in ("upheld", "corrected", "other", "pending", "total")),
    fingerprint="0123456789abcdef",
)  # fmt: skip
OPEN = Finding(
    "deadline.statute", "deadline", "not_assessable", "report", "statute", evidence=("no date of publication",)
)

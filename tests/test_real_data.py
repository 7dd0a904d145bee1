"""data/real: the figures of two public reports, exact; the prose ours."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from lxml import html

import govtext
from govtext.forms import form

REAL = Path(__file__).resolve().parent.parent / "data" / "real"
REPORTS = os.environ.get("GOVTEXT_REPORTS")
MARKER = "（本文件数据与原报告一致，文字为编者缩写）"
NAMES = ("anju-2020.txt", "hongze-2023.html")

# Typed in by hand from the published reports; a row of requests that is not named here is all zeros.
PROACTIVE: dict[str, dict[str, float]] = {
    "anju-2020.txt": {
        "rules/newly_made": 0, "rules/newly_published": 0, "rules/total_public": 0,
        "normative_documents/newly_made": 2, "normative_documents/newly_published": 2,
        "normative_documents/total_public": 17,
        "licensing/items_last_year": 260, "licensing/items_change": 2, "licensing/decisions": 4682,
        "other_services/items_last_year": 1021, "other_services/items_change": 18, "other_services/decisions": 11564,
        "penalties/items_last_year": 4377, "penalties/items_change": -11, "penalties/decisions": 614,
        "coercion/items_last_year": 181, "coercion/items_change": -11, "coercion/decisions": 75,
        "fees/items_last_year": 40, "fees/items_change": -30,
        "procurement/projects": 73, "procurement/amount": 2876.4869,
    },
    "hongze-2023.html": {
        "rules/issued": 0, "rules/repealed": 0, "rules/in_force": 0,
        "normative_documents/issued": 0, "normative_documents/repealed": 5, "normative_documents/in_force": 5,
        "licensing/decisions": 550, "penalties/decisions": 4119, "coercion/decisions": 195, "fees/amount": 7730.28,
    },
}  # fmt: skip
REQUESTS: dict[str, dict[str, Sequence[int]]] = {
    "anju-2020.txt": {
        "new": (1, 7, 0, 0, 0, 0, 8), "granted": (1, 0, 0, 0, 0, 0, 1),
        "refused.internal_affairs": (0, 1, 0, 0, 0, 0, 1), "unavailable.not_held": (0, 6, 0, 0, 0, 0, 6),
        "processed_total": (1, 7, 0, 0, 0, 0, 8),
    },
    "hongze-2023.html": {
        row: (number, 0, 0, 0, 0, 0, number)
        for row, number in {
            "new": 21, "partial": 4, "refused.state_secret": 1, "refused.process": 1, "refused.enforcement_file": 1,
            "unavailable.not_held": 10, "unavailable.needs_creation": 3, "not_processed.petition": 1,
            "processed_total": 21,
        }.items()
    },
}  # fmt: skip
REVIEW = {"anju-2020.txt": (0,) * 15, "hongze-2023.html": (10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0)}


def figures(name: str) -> Mapping[str, float]:
    """Every figure that the report prints, by code; both reports have the request rows of 2019."""
    truth = {f"proactive/{key}": value for key, value in PROACTIVE[name].items()}
    for figure in form("2019").figures("requests"):
        columns = [column.code for column in form("2019").table("requests").blocks[0].columns]
        truth[figure.key] = REQUESTS[name].get(figure.row, (0,) * 7)[columns.index(figure.column)]
    keys = [figure.key for figure in form("2019").figures("review")]
    return truth | dict(zip(keys, REVIEW[name], strict=True))


@pytest.mark.parametrize(("name", "count"), [("anju-2020.txt", 198), ("hongze-2023.html", 186)])
def test_every_figure_is_read_and_right(name: str, count: int) -> None:
    cells = govtext.read(REAL / name).reading.cells
    read = {cell.key: float(cell.value) for cell in cells if cell.value is not None}
    assert len(read) == count
    assert read == figures(name)


def test_failed_sums_are_those_of_the_report() -> None:
    failed = {
        name: {
            finding.place
            for finding in govtext.read(REAL / name).findings
            if finding.status == "fail" and finding.family == "sums"
        }
        for name in NAMES
    }
    assert failed == {
        "anju-2020.txt": set(),
        "hongze-2023.html": {"review/reconsideration/*", "review/litigation_after/*"},
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_that_its_prose_is_condensed(name: str) -> None:
    assert MARKER in (REAL / name).read_text(encoding="utf-8")
    assert MARKER in (REAL / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(REAL.glob("*.toml")), ids=lambda path: path.stem)
def test_the_sidecar_tells_source_and_changes(path: Path) -> None:
    sidecar = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(sidecar) >= {"title", "issuer", "year", "source", "kept", "condensed", "condensed_by", "licence"}
    assert any(path.stem == Path(name).stem for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_identity_agrees_with_the_sidecar(name: str) -> None:
    sidecar = tomllib.loads((REAL / name).with_suffix(".toml").read_text(encoding="utf-8"))
    identity = govtext.read(REAL / name).identity
    assert identity.issuer.value == sidecar["issuer"]
    assert identity.year.value == sidecar["year"]
    assert identity.published.value == (sidecar["published"].isoformat() if "published" in sidecar else None)


def han(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", text)


def shared_runs(mine: str, theirs: str, least: int = 12) -> Iterator[str]:
    """Runs of `least` Han characters, all else dropped, that stand in both texts."""
    original, copy = han(theirs), han(mine)
    for start in range(len(copy) - least + 1):
        if copy[start : start + least] in original:
            yield copy[start : start + least]


LABELS = (
    "《2019年度政府信息公开年度报告》", "《中华人民共和国政府信息公开条例》", "《政府信息公开信息处理费管理办法》",
    "淮安市洪泽区人民政府办公室", "无其他需要报告的事项",
)  # fmt: skip
"""Names of documents and bodies, and a phrase of the form."""


def prose(name: str) -> Iterator[str]:
    """The paragraphs that are neither title, section title nor table."""
    text = (REAL / name).read_text(encoding="utf-8")
    lines = [p.text_content() for p in html.fromstring(text).iter("p")] if name.endswith("html") else text.split("\n")
    for line in lines:
        if "|" not in line and not re.match(r"[一二三四五六]、", line) and not line.startswith("2020年政府信息公开"):
            for label in LABELS:
                line = line.replace(label, "／")  # noqa: PLW2901
            yield re.sub(r"^[（(].[)）][^。]*情况。", "", line)


def published_text(name: str) -> str:
    assert REPORTS
    if name == "anju-2020.txt":
        return (Path(REPORTS) / "000_8fda2105dcda898c.txt").read_text(encoding="utf-8")
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(Path(REPORTS) / "hongze-2023.pdf") as pdf:
        return re.sub(r"\n- \d+ -", "", "\n".join(page.extract_text() for page in pdf.pages))


published = pytest.mark.skipif(not REPORTS, reason="the published reports are not at hand (GOVTEXT_REPORTS)")


@published
@pytest.mark.parametrize("name", NAMES)
def test_the_prose_is_not_the_issuers(name: str) -> None:
    theirs = published_text(name)
    assert [run for line in prose(name) for run in shared_runs(line, theirs)] == []


@published
def test_the_tables_are_the_crawls_to_the_letter() -> None:
    def tables(text: str) -> str:
        return text[text.index("\n二、") : text.index("\n五、")]

    assert tables((REAL / "anju-2020.txt").read_text(encoding="utf-8")) == tables(published_text("anju-2020.txt"))

"""What a result was made of, figures as a paper wants them, and the exporters that nbconvert finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_output

from govtext.errors import GovTextError
from govtext.figures.style import describe
from govtext.paper import drawn, origin, provenance
from govtext.paper.assembly import markdown
from govtext.paper.exporters import prepared
from tests.paper.notebooks import EXAMPLE, bound, example, notebook


def test_the_hash_of_a_folder_tells_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", encoding="utf-8")
    seen = [origin.digest(tmp_path)]
    (tmp_path / "a").write_text("2", encoding="utf-8")
    seen.append(origin.digest(tmp_path))
    (tmp_path / "a").rename(tmp_path / "b")
    seen.append(origin.digest(str(tmp_path)))
    assert len(set(seen)) == 3


def test_an_object_with_a_hash_is_known_by_it() -> None:
    class Lexicon:
        hash = "0123456789abcdef"

    assert origin.digest(Lexicon()) == "0123456789ab"


def test_what_has_no_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="no hash is known"):
        provenance(data={"x": 7})
    with pytest.raises(GovTextError, match="declared data are not there"):
        provenance(data={"x": tmp_path / "gone"})


def declared(*origins: tuple[str, str, str]) -> Any:
    made = [dict(zip(("kind", "name", "value"), each, strict=True)) for each in origins]
    return new_output("display_data", data={origin.MIME: {"origins": made, "versions": {"pandas": "3"}}})


def test_the_appendix_names_for_each_number_what_was_declared_before_it() -> None:
    first = ("provenance()", [declared(("data", "sample", "abc")), bound("n", 1)])
    second = ("provenance()", [declared(("seed", "draws", "7")), bound("m", 2)])
    text = markdown(prepared(notebook(first, second), None))
    rows = [cells_of(line) for line in text.split("<tr>")]
    assert next(row for row in rows if row[0] == "数 n")[-1] == "1"
    assert next(row for row in rows if row[0] == "数 m")[-1] == "1–2"
    assert [row[:4] for row in rows if row[0] in "12"] == [
        ["1", "数据", "sample", "abc"],
        ["2", "随机种子", "draws", "7"],
    ]
    assert "pandas 3" in text


def cells_of(row: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", row) or ["no row"]


def test_numbers_of_a_cell_share_a_row_that_tells_when_one_changes() -> None:
    made = [("bind()", [bound("n", 1), bound("k", k)]) for k in (2, 3)]
    rows = [
        next(cells_of(line) for line in markdown(prepared(notebook(each), None)).split("<tr>") if "数 n" in line)
        for each in made
    ]
    assert rows[0][0] == rows[1][0] == "数 n；k"
    assert rows[0][2] == rows[1][2]
    assert rows[0][3] != rows[1][3]


def test_the_appendix_can_be_left_out() -> None:
    assert "来源：" not in markdown(prepared(notebook(("x", [bound("n", 1)]), provenance=False), None))


def test_a_figure_is_drawn_without_its_title_and_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bytes] = []
    monkeypatch.setattr("IPython.display.display", lambda image: shown.append(image.data))
    for title in ("甲", "甲", ""):
        figure = Figure(figsize=(3, 2), layout="constrained")
        figure.subplots().plot([1, 2])
        if title:
            describe(figure, title, "A", "1", "simulated")
        drawn(figure, dpi=50)
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("name", ["pdf", "html", "latex", "docx"])
def test_nbconvert_finds_the_exporters(name: str) -> None:
    assert get_exporter(f"govtext-{name}").format_name == name


def test_nbconvert_gets_the_pictures_of_latex_and_passes_options() -> None:
    exporter = get_exporter("govtext-latex")(anonymous=True)
    body, resources = exporter.from_notebook_node(
        example(), {"metadata": {"name": "example", "path": str(EXAMPLE.parent)}}
    )
    assert list(resources["outputs"]) == ["./fig-points.png"]
    assert resources["output_extension"] == ".tex"
    assert "张示例" not in body


def test_a_frame_hashes_by_its_content() -> None:
    assert origin.digest(pd.Series([1])) != origin.digest(pd.Series([2]))

"""The coding sheet: there and back, and every way in which a person can break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.coding import BadCoding, Codebook, disagreements, read_sheet, write_sheet
from govtext.coding.settling import SHOWN
from govtext.coding.sheet import marked
from govtext.errors import UnreadableFile

ITEMS = pd.DataFrame({
    "item_id": ["t-01", "t-02", "t-03"], "kind": ["problem", "problem", "measure"],
    "text": ["=人手不足", "更新慢，\n栏目空", "办培训"],
    "context": ["一是=人手不足；", "二是更新慢，\n栏目空。", "将办培训。"],
    "start": [2, 2, 1], "end": [7, 10, 4],
})  # fmt: skip
CODED = ITEMS.assign(codes=["staffing", "timeliness platform", "capacity"], note=["", "=1+1", ""])
NAMES = ["item_id", "kind", "context", "text", "code_1", "code_2", "code_3", "note", "check"]


def column(name: str) -> int:
    return NAMES.index(name) + 1


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book["coding"])
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_and_back(tmp_path: Path, language: str) -> None:
    path = write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED, language=language)
    made = read_sheet(path, ITEMS)
    assert made.values.tolist() == CODED[["item_id", "codes", "note"]].values.tolist()
    assert made.attrs["uncoded"] == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_sheet_is_empty_and_filled_by_choice(tmp_path: Path) -> None:
    path = write_sheet(ITEMS, tmp_path / "a.xlsx", language="zh")
    assert read_sheet(path).attrs["uncoded"] == ["t-01", "t-02", "t-03"]
    assert read_sheet(write_sheet(CODED, tmp_path / "b.xlsx")).empty  # a machine's codes are not shown to a coder
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["coding"][1]] == NAMES
    choices = [row[0].value for row in book["codebook"].iter_rows(min_row=3)]
    assert len(choices) == 20
    path = changed(path, lambda sheet: sheet.cell(4, column("code_1"), choices[1]))
    assert read_sheet(path).values.tolist() == [["t-02", "timeliness", ""]]


def test_only_codes_and_notes_are_open_and_chosen_from_the_codebook(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_sheet(ITEMS, tmp_path / "a.xlsx"))["coding"]
    assert sheet.protection.sheet
    for name in NAMES:
        locked = sheet.cell(3, column(name)).protection.locked
        assert locked == (name not in ("code_1", "code_2", "code_3", "note")), name
    assert sheet.column_dimensions["I"].hidden
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "codebook!$A$3:$A$22", "E3:G5")
    assert sheet.cell(3, column("text")).data_type == "s"  # no formula, though it begins with =


def test_the_item_is_marked_in_its_context() -> None:
    assert marked(ITEMS.iloc[0].to_dict()) == "一是【=人手不足】；"
    assert marked({**ITEMS.iloc[0].to_dict(), "start": 0}) == "一是【=人手不足】；"
    assert marked({"text": "x", "context": "abc"}) == "abc"
    long = marked({"text": "更新慢", "context": "甲" * 900 + "更新慢" + "乙" * 900})
    assert long == "…" + "甲" * 400 + "【更新慢】" + "乙" * 400 + "…"


BROKEN: list[tuple[Callable[[Any], None], str]] = [
    (lambda s: s.cell(3, column("code_1"), "staff"), r"unknown code \(at row 3, code_1; found 'staff'"),
    (lambda s: s.cell(3, column("text"), "人手充足"), r"text was changed \(at row 3, t-01"),
    (lambda s: s.cell(3, column("item_id"), ""), r"lost its id \(at row 3"),
    (lambda s: s.cell(3, column("item_id"), "t-09"), "missing from the sheet.*t-01"),
    (lambda s: s.cell(3, column("item_id"), "t-02"), "stands twice.*t-02"),
    (lambda s: s.delete_rows(4), "missing from the sheet.*t-02"),
    (lambda s: s.cell(3, column("code_3"), "capacity"), "behind an empty column"),
    (lambda s: s.cell(3, column("code_2"), "staffing"), "a code stands twice"),
    (lambda s: s.cell(3, column("code_2"), "none"), "stands alone"),
    (lambda s: s.cell(1, column("code_1"), "code"), "no column 'code_1'"),
    (lambda s: setattr(s, "title", "sheet1"), "no sheet of coding"),
]


@pytest.mark.parametrize(("change", "told"), BROKEN, ids=[told[:24] for _, told in BROKEN])
def test_what_a_person_broke_is_told_with_its_place(tmp_path: Path, change: Callable[[Any], None], told: str) -> None:
    path = changed(write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED), change)
    with pytest.raises(BadCoding, match=told) as caught:
        read_sheet(path, ITEMS)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)


def test_rows_may_be_sorted_and_empty_rows_left(tmp_path: Path) -> None:
    def turn(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=5)]
        for number, row in enumerate([rows[2], [None] * len(NAMES), rows[0], rows[1]], start=3):
            for at, value in enumerate(row, 1):
                sheet.cell(number, at).value = value
                if isinstance(value, str):
                    sheet.cell(number, at).data_type = "s"  # openpyxl would take what begins with = for a formula

    path = changed(write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED), turn)
    assert read_sheet(path, ITEMS)["item_id"].tolist() == ["t-03", "t-01", "t-02"]


def test_a_sheet_of_other_items_is_refused(tmp_path: Path) -> None:
    path = write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED)
    with pytest.raises(BadCoding, match=r"not given out.*t-03"):
        read_sheet(path, ITEMS.head(2))
    with pytest.raises(BadCoding, match=r"another text.*t-01"):
        read_sheet(path, ITEMS.assign(text=["别的", *ITEMS["text"].tolist()[1:]]))


@pytest.mark.parametrize("content", [b"item_id,codes\n", b"PK\x03\x04 no zip", b"\x00" * 50])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_sheet(path)
    with pytest.raises(UnreadableFile):
        read_sheet(tmp_path / "none.xlsx")


def test_what_no_sheet_can_hold_is_refused(tmp_path: Path) -> None:
    for wrong, told in (
        (ITEMS.assign(item_id="x"), "stands twice"), (ITEMS.assign(item_id=["a", "b", " c"]), "no name"),
        (ITEMS.assign(text=""), "no text"), (ITEMS.assign(text="长" * 30_001), "no text"),
    ):  # fmt: skip
        with pytest.raises(BadCoding, match=told):
            write_sheet(wrong, tmp_path / "a.xlsx")
    with pytest.raises(BadCoding, match="unknown code"):
        write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED.assign(codes="unheard_of"))
    assert list(tmp_path.iterdir()) == []


def test_codes_of_ones_own(tmp_path: Path) -> None:
    book = Codebook.of({"money": "经费", "law": "法律"})
    path = write_sheet(ITEMS, tmp_path / "a.xlsx", coding=CODED.assign(codes="law"), codebook=book)
    assert set(read_sheet(path, codebook=book)["codes"]) == {"law"}
    with pytest.raises(BadCoding, match="unknown code"):
        read_sheet(path)
    for name in ("two words", "=x", "", "a,b"):
        with pytest.raises(BadCoding, match="no name for a code"):
            Codebook.of({name: "x"})


def test_disagreements_as_a_sheet(tmp_path: Path) -> None:
    other = CODED.assign(codes=["staffing", "platform timeliness", "institution"])
    frame = disagreements(CODED, other, ITEMS)
    assert frame["item_id"].tolist() == ["t-03", "t-02"]
    path = write_sheet(frame, tmp_path / "d.xlsx", show=SHOWN)
    sheet = openpyxl.load_workbook(path)["coding"]
    names = [cell.value for cell in sheet[1]]
    assert [sheet.cell(3, names.index(name) + 1).value for name in ("differ", "codes_a", "codes_b")] == [
        "codes", "capacity", "institution",
    ]  # fmt: skip
    assert read_sheet(path, frame).empty


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_comes_back_as_unchanged(tmp_path: Path, texts: list[str]) -> None:
    items = pd.DataFrame(
        {"item_id": [f"i{at}" for at in range(len(texts))], "text": texts, "codes": "other", "note": ""}
    )
    made = read_sheet(write_sheet(items, tmp_path / "a.xlsx", coding=items), items)
    assert made["item_id"].tolist() == items["item_id"].tolist()


@pytest.mark.parametrize(
    "text", ["_x000D_", "a\rb", "\x1b[31m", "_x005F_x000D_", "http://a.example/", "'quoted", "\u202e右"]
)
def test_texts_that_excel_writes_otherwise(tmp_path: Path, text: str) -> None:
    items = pd.DataFrame({"item_id": ["x"], "text": [text], "codes": ["other"], "note": [""]})
    assert len(read_sheet(write_sheet(items, tmp_path / "a.xlsx", coding=items), items)) == 1

"""The panel without a browser: the Python side of its widgets, what is saved when, and taking it up again."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from govtext.coding import BadCoding, Codebook, CodingPanel
from govtext.coding.labels import labels
from govtext.errors import UnreadableFile

ITEMS = pd.DataFrame({
    "item_id": ["t-01", "t-02", "t-03"], "kind": "problem", "text": ["人手不足", "更新<慢>", "办培训"],
    "context": ["一是人手不足；二是更新<慢>。"] * 2 + ["将办培训。"], "start": [2, 9, 1], "end": [6, 14, 4],
})  # fmt: skip


@pytest.fixture
def panel(tmp_path: Path) -> CodingPanel:
    return CodingPanel(ITEMS, tmp_path / "coding.csv", language="en")


def saved(panel: CodingPanel) -> list[list[str]]:
    frame = pd.read_csv(panel.progress.path, dtype=str, keep_default_na=False)
    return frame[["item_id", "codes", "note"]].values.tolist()


def test_a_button_gives_a_code_and_saves_at_once(panel: CodingPanel) -> None:
    panel.buttons["staffing"].value = True
    assert saved(panel) == [["t-01", "staffing", ""]]
    panel.buttons["capacity"].value = True
    assert saved(panel) == [["t-01", "staffing capacity", ""]]
    panel.buttons["staffing"].value = False
    assert saved(panel) == [["t-01", "capacity", ""]]
    assert [path.name for path in panel.progress.path.parent.iterdir()] == ["coding.csv"]


def test_moving_shows_the_item_in_its_context_and_its_codes(panel: CodingPanel) -> None:
    panel.buttons["staffing"].value = True
    panel.next.click()
    assert "<mark>更新&lt;慢&gt;</mark>" in panel.item.value
    assert "<慢>" not in panel.item.value
    assert not any(button.value for button in panel.buttons.values())
    assert "1 of 3 coded" in panel.status.value
    panel.previous.click()
    assert panel.buttons["staffing"].value
    assert saved(panel) == [["t-01", "staffing", ""]]  # moving changes nothing
    panel.previous.click()
    assert panel.progress.position == 0


def test_the_keyboard_codes_and_goes_on(panel: CodingPanel) -> None:
    panel.keys.value = "6 capacity"
    assert panel.progress.position == 1
    assert panel.keys.value == ""
    panel.keys.value = "n"
    panel.keys.value = "2"
    panel.keys.value = "u"
    assert panel.progress.position == 1
    panel.keys.value = "p"
    panel.keys.value = "c"
    assert saved(panel) == [["t-03", "timeliness", ""]]


def test_every_label_has_its_number_on_its_button(panel: CodingPanel) -> None:
    for number, code in enumerate(Codebook.standard().codes, 1):
        assert panel.buttons[code].description.startswith(f"{number} ")


@pytest.mark.parametrize("keys", ["77", "0", "unheard_of", "1 2 3 4", "1 none", "²"])
def test_keys_that_mean_nothing_change_nothing(panel: CodingPanel, keys: str) -> None:
    panel.keys.value = keys
    assert panel.progress.position == 0
    assert not panel.progress.path.exists()
    assert "t-01" in panel.chosen.value


def test_a_code_that_stands_alone_stays_alone(panel: CodingPanel) -> None:
    panel.buttons["none"].value = True
    panel.buttons["other"].value = True
    assert not panel.buttons["other"].value
    assert saved(panel) == [["t-01", "none", ""]]
    assert "stands alone" in panel.chosen.value


def test_a_note_is_saved(panel: CodingPanel) -> None:
    panel.note.value = '两行，\n"引号"'
    assert saved(panel) == [["t-01", "", '两行， "引号"']]
    panel.next.click()
    assert panel.note.value == ""


def test_it_is_taken_up_where_it_was_left(panel: CodingPanel) -> None:
    panel.type("6")
    panel.note.value = "later"
    again = CodingPanel(ITEMS, panel.progress.path)
    assert again.progress.position == 1
    assert again.note.value == "later"
    assert again.progress.coding().values.tolist() == [["t-01", "staffing", ""]]
    again.type("2")
    again.type("7")
    assert (again.progress.done, len(again.progress)) == (3, 3)
    assert "3" in repr(again)
    assert CodingPanel(ITEMS.iloc[::-1], panel.progress.path).progress.coding()["item_id"].tolist() == [
        "t-03", "t-02", "t-01",
    ]  # fmt: skip


def test_a_file_of_other_items_is_not_overwritten(panel: CodingPanel) -> None:
    panel.type("6")
    before = panel.progress.path.read_bytes()
    with pytest.raises(BadCoding, match=r"not given.*t-01"):
        CodingPanel(ITEMS.tail(2), panel.progress.path)
    with pytest.raises(BadCoding, match="another text"):
        CodingPanel(ITEMS.assign(text="别的"), panel.progress.path)
    with pytest.raises(BadCoding, match="unknown code"):
        CodingPanel(ITEMS, panel.progress.path, codebook=Codebook.of({"money": "经费"}))
    assert panel.progress.path.read_bytes() == before
    panel.progress.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises((UnreadableFile, BadCoding)):
        CodingPanel(ITEMS, panel.progress.path)


def test_labels_in_both_languages(tmp_path: Path) -> None:
    zh = CodingPanel(ITEMS, tmp_path / "a.csv", language="zh")
    assert (zh.next.description, zh.buttons["staffing"].description[2:4]) == ("下一条 →", "人员")
    assert "问题" in zh.item.value


def test_no_items_or_ids_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCoding, match="no items"):
        CodingPanel(ITEMS.head(0), tmp_path / "a.csv")
    with pytest.raises(BadCoding, match="stands twice"):
        CodingPanel(pd.concat([ITEMS, ITEMS]), tmp_path / "a.csv")


def test_every_label_is_there_in_both_languages() -> None:
    for name, entry in labels().items():
        assert set(entry) == {"zh", "en"}, name
        assert all(entry.values()), name
        assert re.findall(r"{\w+}", entry["zh"]) == re.findall(r"{\w+}", entry["en"]), name

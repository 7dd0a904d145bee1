"""The same problem next year, by code, by wording, by both; only consecutive observed years."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.recurrence import Jaccard, TfidfCosine, fates, returned
from govtext.recurrence.likeness import grams
from govtext.words.statistics import wilson
from tests.recurrence.frames import said

OLD, NEAR_OLD, NEW = "部分栏目信息更新不够及时", "部分栏目信息更新仍不够及时", "新媒体账号发布内容偏少"


def counted(frame: pd.DataFrame, **more: object) -> dict[str, tuple[int, int]]:
    made = returned(frame, None, **more)  # type: ignore[arg-type]
    return {row.same: (row.returned, row.n) for row in made.itertuples()}


def test_by_code_by_wording_and_by_both() -> None:
    old = [("timeliness", OLD), ("platform", NEW), ("staffing", "人手不足")]
    new = [("capacity", NEAR_OLD), ("timeliness", "发布滞后"), ("platform", NEW)]
    frame = said(*(("A", year, *each) for year, rows in ((2019, old), (2020, new)) for each in rows))
    assert counted(frame) == {"code": (2, 3), "wording": (2, 3), "both": (1, 3)}


def test_both_is_one_statement_and_not_two() -> None:
    frame = said(("A", 2019, "timeliness", OLD), ("A", 2020, "capacity", OLD), ("A", 2020, "timeliness", NEW))
    assert counted(frame) == {"code": (1, 1), "wording": (1, 1), "both": (0, 1)}


def test_a_residual_code_is_no_one_problem() -> None:
    frame = said(("A", 2019, "other", OLD), ("A", 2020, "other", OLD))
    assert counted(frame) == {"code": (0, 0), "wording": (1, 1), "both": (0, 0)}


def test_a_gap_is_null_with_its_reason() -> None:
    made = returned(said(("A", 2019, "timeliness"), ("A", 2021, "timeliness"), ("A", 2022, "platform")))
    codes = made[made["same"] == "code"]
    assert codes["reason"].tolist() == ["no_report", "no_report", "", "after_last"]
    assert codes["n"].tolist() == [0, 0, 1, 0]
    assert codes["share"].isna().tolist() == [True, True, False, True]
    each = fates(said(("A", 2019, "timeliness"), ("A", 2021, "timeliness")))
    assert each["same_code"].isna().all()


def test_within_an_issuer_and_year_the_interval_is_wilsons() -> None:
    rows = [("A", 2019, code) for code in ("timeliness", "platform", "staffing")]
    row = returned(said(*rows, ("A", 2020, "staffing"))).iloc[0]
    assert (row["returned"], row["n"]) == (1, 3)
    assert (row["low"], row["high"]) == pytest.approx(tuple(map(float, wilson(1, 3))))


def test_over_issuers_the_same_counts_give_a_wider_interval_where_they_stand_together() -> None:
    alone = said(
        *(
            (str(n), year, "staffing" if year == 2019 or n < 10 else "platform")
            for n in range(20)
            for year in (2019, 2020)
        )
    )
    codes = ["staffing", "capacity", "awareness", "channels", "publicity"]
    rows = [(str(n), year, code) for year, issuers in ((2019, 4), (2020, 2)) for n in range(issuers) for code in codes]
    together = said(*rows, ("2", 2020, "none"), ("3", 2020, "none"))
    one, other = (returned(frame, None).iloc[0] for frame in (alone, together))
    assert (one["returned"], one["n"]) == (other["returned"], other["n"]) == (10, 20)
    assert other["high"] - other["low"] > 1.5 * (one["high"] - one["low"])


def test_groups_and_their_totals_agree() -> None:
    frame = said(("A", 2019, "staffing"), ("A", 2020, "staffing"), ("B", 2019, "staffing"), ("B", 2020, "platform"))
    frame["level"] = ["city", "city", "county", "county"]
    by = returned(frame, "level")
    assert by.loc[by["same"] == "code", ["level", "returned", "n"]].values.tolist() == [
        ["city", 1, 1],
        ["county", 0, 1],
    ]
    with pytest.raises(UnknownCode, match="colour"):
        returned(frame, "colour")


def test_another_likeness_is_taken_and_named() -> None:
    frame = said(("A", 2019, "timeliness", OLD), ("A", 2020, "timeliness", NEAR_OLD))
    cosine = TfidfCosine.of(frame["text"])
    made = fates(frame, cosine, 0.6)
    assert made["same_wording"].iloc[0]
    assert made.attrs["likeness"] == "TfidfCosine(size=2)"
    assert not fates(frame, Jaccard(), 0.99)["same_wording"].iloc[0]
    with pytest.raises(GovTextError, match="no threshold"):
        fates(frame, threshold=0.0)


def test_a_promise_is_kept_in_the_same_words_or_in_others() -> None:
    def row(again: str) -> pd.Series:
        columns = ["year", "kind", "n", "text", "pairs", "past"]
        rows = [(2019, "problem", 1, OLD, "1", False), (2019, "measure", 1, "每月通报更新情况", "1", False),
                (2020, "problem", 1, OLD, "1", False), (2020, "measure", 1, again, "1", False),
                (2020, "measure", 2, "已完成上年度更新滞后问题整改", "", True)]  # fmt: skip
        return fates(pd.DataFrame(rows, columns=columns).assign(issuer_id="A", codes="timeliness")).iloc[0]

    names = ["promised_again", "reworded_promise", "followed_up"]
    assert row("逐级压实更新责任到人")[names].tolist() == [True, True, True]
    assert row("每月通报更新情况")[names].tolist() == [True, False, True]


texts = st.text(alphabet="信息更新不及时够部分，。", min_size=0, max_size=14)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4), st.integers(1, 4))
def test_likeness_is_symmetric_bounded_and_one_for_the_same_words(old: list[str], new: list[str], size: int) -> None:
    alike = Jaccard(size)
    values = alike(old, new)
    assert values.shape == (len(old), len(new))
    assert ((values >= 0) & (values <= 1)).all()
    assert (values == alike(new, old).T).all()
    assert all(alike([text], [text])[0, 0] == bool(grams(text, size)) for text in old)

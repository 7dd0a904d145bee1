from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.reuse import (
    aligned_share,
    boilerplate,
    copied_sentences,
    modification,
    prose,
    redundancy,
    sentences,
    similarity,
    stickiness,
)
from govtext.reuse.labels import labels
from govtext.reuse.likeness import residuals
from govtext.words import Segmenter

OLD = "定期清理网站栏目空白信息。开展业务培训。"
NEW = "定期清理网站栏目空白信息。答复申请更加规范便捷高效。"


def reports(*rows: tuple[str, str | None, int | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report", "issuer", "year", "text"])


TWO = reports(("a", "x", 2021, OLD), ("b", "x", 2022, NEW))


def test_stickiness_by_hand() -> None:
    row = stickiness(TWO).iloc[1]
    assert (row["numerator"], row["denominator"], row["n"], row["previous"]) == (12, 24, 2, "a")
    assert row["value"] == 0.5
    assert row["suqian"]
    assert not row["cass_2017"]
    assert stickiness(TWO, n=13).iloc[1]["numerator"] == 0
    assert stickiness(TWO, n=2).iloc[1]["numerator"] == 12


def test_stickiness_in_words() -> None:
    made = stickiness(prose(TWO, tokens=Segmenter().tokens), n=3)
    assert made.attrs["unit"] == "word"
    old, new = (len(Segmenter().tokens(text)) - 2 for text in (OLD, NEW))
    assert made.iloc[1]["denominator"] == new
    assert 0 < made.iloc[1]["numerator"] == len(Segmenter().tokens(NEW.split("。")[0])) < new
    assert old


MISSING = reports(
    ("a", None, 2022, NEW), ("b", "x", None, NEW), ("c", "y", 2022, NEW), ("d", "z", 2021, OLD), ("e", "z", 2021, OLD),
    ("f", "z", 2022, NEW), ("g", "w", 2021, "2021年。"), ("h", "w", 2022, NEW), ("i", "v", 2021, OLD),
    ("j", "v", 2022, ""),
)  # fmt: skip
REASONS = {
    "a": "no_issuer", "b": "no_year", "c": "no_previous_year", "d": "several_reports", "e": "several_reports",
    "f": "several_previous", "g": "no_previous_year", "h": "no_previous_text", "i": "no_previous_year", "j": "no_text",
}  # fmt: skip


@pytest.mark.parametrize("measure", [stickiness, aligned_share, similarity, modification])
def test_without_a_year_before_there_is_no_value_and_a_reason(measure: object) -> None:
    made = measure(MISSING).set_index("report")  # type: ignore[operator]
    assert made["reason"].to_dict() == REASONS
    values = made.drop(columns=["issuer", "year", "previous", "reason", "n"] if measure is modification else
                       ["issuer", "year", "previous", "reason"])  # fmt: skip
    assert values.isna().all(axis=None)
    assert set(REASONS.values()) <= set(labels("reason"))


def test_boilerplate_leaves_the_issuer_out() -> None:
    frame = reports(*((f"r{at}", f"i{at}", 2022, OLD if at < 3 else NEW[13:]) for at in range(5)))
    made = boilerplate(frame, least=4, used_by=0.5).set_index("report")
    assert made.loc["r0", ["numerator", "denominator", "peers"]].tolist() == [12, 18, 4]
    assert made.loc["r4", "numerator"] == 0
    stricter = boilerplate(frame, least=4, used_by=0.75).set_index("report")
    assert stricter["numerator"].tolist() == [0] * 5
    alone = boilerplate(frame, least=5)
    assert alone["value"].isna().all()
    assert set(alone["reason"]) == {"no_peers"}
    with pytest.raises(GovTextError, match="no such boilerplate"):
        boilerplate(frame, used_by=0)


def test_redundancy_by_hand() -> None:
    frame = reports(("a", "x", 2022, "开展培训。更新栏目12条。开展培训！更新栏目3条。答复申请。无。无。"))
    row = redundancy(frame).iloc[0]
    assert (row["numerator"], row["denominator"], row["n"]) == (20, 24, 7)
    assert redundancy(frame, least=2).iloc[0]["numerator"] == 18


def test_similarity_by_hand() -> None:
    made = similarity(
        prose(reports(("a", "x", 2021, "甲甲乙。丙。"), ("b", "x", 2022, "甲乙丁。丙。")), tokens=list)
    ).iloc[1]
    assert made["cosine"] == pytest.approx(4 / math.sqrt(6 * 4))
    assert made["jaccard"] == pytest.approx(3 / 4)
    assert made["min_edit"] == pytest.approx(1 - 2 / 4)
    assert made["simple_diff"] == pytest.approx(1 - 6 / 8)
    assert (made["terms_shared"], made["terms"]) == (3, 4)


@given(st.text("甲乙丙。", max_size=20), st.text("甲乙丙。", max_size=20))
@settings(max_examples=60, deadline=None)
def test_similarity_is_symmetric_and_one_for_the_same(left: str, right: str) -> None:
    there, back, same = (
        similarity(reports(("a", "x", 2021, a), ("b", "x", 2022, b))).iloc[1]
        for a, b in ((left, right), (right, left), (left, left))
    )
    for name in ("cosine", "jaccard", "min_edit", "simple_diff"):
        assert pd.isna(there[name]) == pd.isna(back[name])
        if not pd.isna(there[name]):
            assert there[name] == pytest.approx(back[name])
            assert 0 <= there[name] <= 1 + 1e-12
        assert pd.isna(same[name]) or same[name] == pytest.approx(1)


def test_residuals_are_those_of_numpy_and_uncorrelated_with_length() -> None:
    rng = np.random.default_rng(1)
    length = rng.uniform(500, 5000, 200)
    raw = 0.1 + 1e-4 * length - 1e-8 * length**2 + rng.normal(0, 0.05, 200)
    left, fit = residuals(raw, length, 3)
    assert left is not None
    expected = raw - np.polynomial.Polynomial.fit(length, raw, 3)(length)
    np.testing.assert_allclose(left, expected, atol=1e-9)
    assert abs(np.corrcoef(left, length)[0, 1]) < 1e-9
    assert fit == pytest.approx(1 - (expected**2).sum() / ((raw - raw.mean()) ** 2).sum())
    assert residuals(raw[:10], length[:10], 3) == (None, None)


def test_modification_is_adjusted_where_there_are_enough() -> None:
    rng = np.random.default_rng(2)
    pieces = ["更新网站栏目", "开展业务培训", "答复公开申请", "清理错误链接", "完善审核制度", "细化公开目录"]
    rows = []
    for at in range(30):
        texts = ["。".join(rng.choice(pieces, 3 + at % 7)) for _ in range(2)]
        rows += [(f"a{at}", f"i{at}", 2021, texts[0]), (f"b{at}", f"i{at}", 2022, texts[1])]
    made = modification(reports(*rows), degree=2)
    used = made["raw"].notna()
    assert made.loc[used, "score"].sum() == pytest.approx(0, abs=1e-9)
    assert made.loc[used, "n"].unique().tolist() == [30]
    assert made.loc[~used, "score"].isna().all()
    few = modification(reports(*rows[:10]))
    assert few["score"].isna().all()
    assert few.loc[few["raw"].notna(), "reason"].unique().tolist() == ["too_few"]


def test_aligned_share_counts_what_is_equal_and_keeps_it(tmp_path: Path) -> None:
    first = aligned_share(prose(TWO, cache=tmp_path))
    assert first.iloc[1][["numerator", "denominator"]].tolist() == [12, 24]
    assert first.attrs["aligned_now"] == 1
    again = aligned_share(prose(TWO, cache=tmp_path))
    assert again.attrs["aligned_now"] == 0
    pd.testing.assert_frame_equal(first, again)
    next(tmp_path.glob("aligned-*.parquet")).write_bytes(b"damaged")
    assert aligned_share(prose(TWO, cache=tmp_path)).attrs["aligned_now"] == 1


def test_workers_give_the_same() -> None:
    assert stickiness(prose(TWO, workers=2)).equals(stickiness(prose(TWO)))


def test_copied_sentences_tell_how_and_where() -> None:
    old = (
        "定期清理网站栏目空白信息。完善登记、审核、会商、答复、归档各环节。由信息中心负责网站错误链接的日常检查和整改。"
    )
    new = (
        "2022年定期清理网站栏目空白信息。健全登记、审核、会商、答复、归档各环节。增设便民窗口，由信息中心负责"
        "网站错误链接的日常检查和整改，并按季度把检查结果通报各个科室和所属事业单位。新购设备。"
    )
    made = copied_sentences(reports(("a", "x", 2021, old), ("b", "x", 2022, new)), threshold=0.6, part=0.4)
    assert made["how"].tolist() == ["exact", "near", "aligned", "none"]
    assert [new[a:b] for a, b in zip(made["start"], made["end"], strict=True)] == made["text"].tolist()
    found = made[made["how"] != "none"]
    there = [old[int(a) : int(b)] for a, b in zip(found["previous_start"], found["previous_end"], strict=True)]
    assert there[0] == old[:13]
    assert there[1].startswith("完善登记")
    assert there[2] == "由信息中心负责网站错误链接的日常检查和整改"
    with pytest.raises(UnknownCode, match="no report 'z'"):
        copied_sentences(TWO, pairs=[("b", "z")])


def test_sentences_have_their_places() -> None:
    made = sentences(TWO, least=8)
    texts = dict(zip(TWO["report"], TWO["text"], strict=True))
    assert [texts[r][a:b] for r, a, b in zip(made["report"], made["start"], made["end"], strict=True)] == [
        "定期清理网站栏目空白信息。", "定期清理网站栏目空白信息。", "答复申请更加规范便捷高效。",
    ]  # fmt: skip


def test_another_issuer_has_no_place_in_common() -> None:
    frame = reports(*((f"{n}{year}", n, year, OLD) for n in "xyz" for year in (2021, 2022)))
    frame["name"] = frame["issuer"].map({"x": "青溪省云禾市", "y": "青溪省云禾市松柏县", "z": "青溪省泉岭市"})
    pairs = {pair.now.report: pair.previous and pair.previous.report for pair in prose(frame).pairs("other")}
    assert pairs == {"x2021": None, "x2022": "z2021", "y2021": None, "y2022": "z2021", "z2021": None,
                     "z2022": pairs["z2022"]}  # fmt: skip
    assert pairs["z2022"] in ("x2021", "y2021")
    with pytest.raises(UnknownCode, match="nothing to compare with"):
        prose(frame).pairs("peers")  # type: ignore[arg-type]


def test_bad_sources_are_told() -> None:
    with pytest.raises(UnknownCode, match="no column 'text'"):
        prose(pd.DataFrame({"report": ["a"]}))
    with pytest.raises(GovTextError, match="comes twice"):
        prose(reports(("a", "x", 2021, OLD), ("a", "x", 2022, OLD)))
    with pytest.raises(GovTextError, match="not a text"):
        prose(pd.DataFrame({"report": ["a"], "text": [None]}))

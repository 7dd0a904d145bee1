"""Each measure against numbers worked out by hand, against published ones, and against another library's."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba.analyse.tfidf import TFIDF
from scipy.stats import binomtest, chi2_contingency, poisson
from sklearn.feature_extraction.text import TfidfVectorizer

from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError, UnknownCode
from govtext.words import (
    OtherSegmenter,
    Segmenter,
    collocations,
    concordance,
    counts,
    keyness,
    keywords,
    texts,
    tokens,
    trend,
)
from govtext.words import statistics as formulas
from govtext.words.engines import jieba_tokenizer

LETTERS = OtherSegmenter("letters", list, stopwords=("的",))
"""Every character a token, so that counts can be told by eye."""
TABLE = st.integers(0, 500)


def letters(*given: str) -> pd.DataFrame:
    return pd.DataFrame({"text": given})


DUNNING = {
    "the swiss": (270.72, 110, 2442, 111, 29114), "can be": (263.90, 29, 13, 123, 31612),
    "previous year": (256.84, 31, 23, 139, 31584), "mineral water": (167.23, 10, 0, 3, 31764),
    "at the": (157.21, 76, 104, 2476, 29121), "real terms": (157.03, 16, 16, 51, 31694),
    "natural gas": (146.80, 9, 0, 5, 31763), "owing to": (115.02, 16, 0, 865, 30896),
    "health insurance": (104.53, 10, 9, 41, 31717), "stiff competition": (100.96, 8, 2, 27, 31740),
}  # fmt: skip
"""Table 3 of Dunning (1993): −2 log λ and the four cells."""


@pytest.mark.parametrize("name", DUNNING)
def test_log_likelihood_gives_the_published_values(name: str) -> None:
    value, *cells = DUNNING[name]
    assert formulas.log_likelihood(*cells).item() == pytest.approx(value, abs=0.005)


@given(TABLE, TABLE, TABLE, TABLE)
@settings(max_examples=100, deadline=None)
def test_log_likelihood_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    table = np.array([[a, b], [c, d]])
    found = formulas.log_likelihood(a, b, c, d).item()
    if (table.sum(0) == 0).any() or (table.sum(1) == 0).any():
        assert found == pytest.approx(0, abs=1e-8)
    else:
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert found == pytest.approx(expected, abs=1e-7)


@given(st.integers(0, 60), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_intervals_are_those_of_scipy(k: int, more: int) -> None:
    n = k + more
    expected = binomtest(k, n).proportion_ci(method="wilson")
    assert [bound.item() for bound in formulas.wilson(k, n)] == pytest.approx([expected.low, expected.high])
    low, high = (bound.item() for bound in formulas.poisson(k))
    assert poisson.cdf(k, high) == pytest.approx(0.025)
    assert (poisson.sf(k - 1, low) == pytest.approx(0.025)) if k else low == 0


def test_counts_by_hand() -> None:
    frame = pd.DataFrame({"text": ["甲甲的乙，1", "甲丙。"], "level": ["x", "y"], "year": [2020, None]})
    found = counts(texts(frame, by="level"), "group", segmenter=LETTERS)
    assert found.values.tolist() == [
        ["x", "甲", 2, 1, 5, 4000.0], ["x", "乙", 1, 1, 5, 2000.0],
        ["y", "丙", 1, 1, 2, 5000.0], ["y", "甲", 1, 1, 2, 5000.0],
    ]  # fmt: skip
    assert counts(frame, segmenter=LETTERS)[["word", "n", "documents"]].values.tolist()[0] == ["甲", 3, 2]
    years = counts(texts(frame), ("year", "document"), segmenter=LETTERS)
    assert set(zip(years["year"].fillna(0), years["document"], strict=True)) == {(2020.0, "0"), (0.0, "1")}


def test_counts_of_nothing_are_empty() -> None:
    assert counts([], segmenter=LETTERS).empty
    assert counts(["", "，。"], segmenter=LETTERS).empty
    assert collocations([""], segmenter=LETTERS).empty
    assert keywords([""], segmenter=LETTERS).empty


def test_keywords_by_hand() -> None:
    found = keywords(["甲乙乙", "甲"], min_length=1, segmenter=LETTERS)
    first = found[found["document"] == "0"].set_index("word")
    assert first.loc["乙", "tf"] == pytest.approx(2 / 3)
    assert first.loc["乙", "idf"] == pytest.approx(math.log(3 / 2) + 1)
    assert first.loc["甲", "score"] == pytest.approx(1 / 3)
    assert first["rank"].to_dict() == {"乙": 1, "甲": 2}


def test_keywords_weigh_as_scikit_learn_does(prose: list[str]) -> None:
    some, segmenter = prose[:40], Segmenter(min_length=2)
    own = keywords(some, top=10**6, segmenter=segmenter)
    vectorizer = TfidfVectorizer(tokenizer=segmenter.words, token_pattern=None, lowercase=False, norm=None)
    expected = vectorizer.fit_transform(some).toarray()
    columns = vectorizer.vocabulary_
    for document, word, n, idf in own[["document", "word", "n", "idf"]].itertuples(index=False):
        assert n * idf == pytest.approx(expected[int(document), columns[word]])
    assert len(own) == np.count_nonzero(expected)


def test_keywords_are_those_of_jieba(prose: list[str]) -> None:
    """With jieba's own stop words and idf file: same words, same weights, same order but for ties."""
    reference = TFIDF()
    reference.tokenizer = jieba_tokenizer({})
    segmenter = Segmenter(lexicon=(), stopwords=tuple(TFIDF.STOP_WORDS))
    some = [
        text for text in sorted(prose, key=len)[-10:] if not any(char.isascii() and char.isalnum() for char in text)
    ]
    some = some or ["依申请公开答复不够规范，公开渠道单一，培训力度不够。"]
    own = keywords(some, idf="jieba", top=10**6, segmenter=segmenter)
    for at, text in enumerate(some):
        expected = dict(reference.extract_tags(text, topK=None, withWeight=True))
        mine = own[own["document"] == str(at)]
        letters_only = {word: weight for word, weight in expected.items() if any(map(str.isalpha, word))}
        assert len(letters_only) == len(expected)
        assert dict(zip(mine["word"], mine["score"], strict=True)) == pytest.approx(expected)


def test_collocations_by_hand() -> None:
    found = collocations(["甲乙，甲乙。甲丙", "丁丙，戊己"], min_count=1, segmenter=LETTERS)
    row = found.set_index(["first", "second"]).loc[("甲", "乙")]
    assert (row["n"], row["n_first"], row["n_second"], row["expected"]) == (2, 3, 2, 6 / 5)
    assert row["pmi"] == pytest.approx(math.log2(2 * 5 / 6))
    assert row["g2"] == pytest.approx(2 * (2 * math.log(5 / 3) + math.log(5 / 9) + 2 * math.log(5 / 3)))
    assert found[["first", "second"]].values.tolist() == [["戊", "己"], ["甲", "乙"], ["丁", "丙"]]


def test_pairs_do_not_reach_over_marks_or_documents() -> None:
    pairs = collocations(["甲，乙。丙", "丁戊"] * 3, min_count=1, window=5, segmenter=LETTERS)
    assert not len(pairs)  # 丁戊 is the only pair, so that nothing is more frequent than expected
    wide = collocations(["甲丙乙", "甲丙乙", "丁戊"], min_count=2, window=2, segmenter=LETTERS)
    assert {(a, b) for a, b in wide[["first", "second"]].values.tolist()} == {("甲", "丙"), ("丙", "乙")}
    stop = collocations(["甲的乙", "甲的乙", "丁戊"], min_count=1, window=1, segmenter=LETTERS)
    assert "甲" not in set(stop["first"])
    stop = collocations(["甲的乙", "甲的乙", "丁戊"], min_count=1, window=2, segmenter=LETTERS)
    assert ["甲", "乙", 2] in stop[["first", "second", "n"]].values.tolist()


@given(st.lists(st.text("甲乙丙的，", max_size=12), min_size=1, max_size=6), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_pairs_are_those_of_a_plain_loop(given: list[str], window: int) -> None:
    expected: dict[tuple[str, str], int] = {}
    for text in given:
        for stretch in text.split("，"):
            for at, first in enumerate(stretch):
                for second in stretch[at + 1 : at + 1 + window]:
                    if "的" not in (first, second):
                        expected[first, second] = expected.get((first, second), 0) + 1
    total = sum(expected.values())
    found = collocations(given, window=window, min_count=1, segmenter=LETTERS)
    for row in found.itertuples():
        assert row.n == expected[row.first, row.second]
        assert row.n_first == sum(n for (first, _), n in expected.items() if first == row.first)
        table = [[row.n, row.n_first - row.n], [row.n_second - row.n, total - row.n_first - row.n_second + row.n]]
        if np.array(table).sum(0).all() and np.array(table).sum(1).all():
            assert row.g2 == pytest.approx(chi2_contingency(table, False, "log-likelihood").statistic)
    more = {pair for pair, n in expected.items() if n * total > _margins(expected, pair)}
    assert {(row.first, row.second) for row in found.itertuples()} == more


def _margins(pairs: dict[tuple[str, str], int], pair: tuple[str, str]) -> int:
    first = sum(n for (one, _), n in pairs.items() if one == pair[0])
    return first * sum(n for (_, two), n in pairs.items() if two == pair[1])


def test_keyness_by_hand() -> None:
    frame = pd.DataFrame({"text": ["甲" * 40 + "乙" * 60, "甲" * 10 + "丙" * 190], "g": ["x", "y"]})
    found = keyness(texts(frame, by="g"), "x", min_count=1, segmenter=LETTERS).set_index("word")
    row = found.loc["甲"]
    expected = chi2_contingency([[40, 10], [60, 190]], False, "log-likelihood")
    assert row["g2"] == pytest.approx(expected.statistic)
    assert row["p"] == pytest.approx(expected.pvalue)
    assert row["bic"] == pytest.approx(expected.statistic - math.log(300))
    assert row["log_ratio"] == pytest.approx(3)  # 40 % against 5 %
    assert row["diff"] == pytest.approx(700)
    assert (row["rate"], row["rate_reference"]) == pytest.approx((4000, 500))
    assert found.loc["乙", "log_ratio"] == pytest.approx(math.log2(0.6 / (0.5 / 200)))
    assert found.loc["乙", "diff"] == math.inf
    assert found.loc["丙", "diff"] == pytest.approx(-100)


def test_keyness_of_one_against_another_and_of_years() -> None:
    frame = pd.DataFrame({"text": ["甲乙", "甲丙", "丁"], "g": ["x", "y", "z"], "year": [2019, 2020, 2021]})
    source = texts(frame, by="g")
    assert set(keyness(source, "x", "y", min_count=1, segmenter=LETTERS)["word"]) == set("甲乙丙")
    years = keyness(source, range(2019, 2021), by="year", min_count=1, segmenter=LETTERS).set_index("word")
    assert years.loc["甲", ["n", "n_reference", "documents"]].tolist() == [2, 0, 2]
    with pytest.raises(UnknownCode, match="no group 'w'"):
        keyness(source, "w", segmenter=LETTERS)
    with pytest.raises(UnknownCode, match="overlap"):
        keyness(source, "x", ["x", "y"], segmenter=LETTERS)


def test_concordance_keeps_the_place() -> None:
    frame = pd.DataFrame({"text": ["信息化水平不高，信息少。\n信息公开", "政府 信息"], "id": ["p", "q"]})
    found = concordance(texts(frame, document="id"), "信息", "信息公开", characters=4)
    assert found[["document", "left", "match", "right"]].values.tolist() == [
        ["p", "平不高，", "信息", "少。\n信"], ["p", "息少。\n", "信息公开", ""], ["q", "政府 ", "信息", ""],
    ]  # fmt: skip
    whole = dict(zip(frame["id"], frame["text"], strict=True))
    assert all(whole[row.document][row.start : row.end] == row.match for row in found.itertuples())
    assert found.attrs["complete"]
    assert not concordance(frame, "信息", limit=1).attrs["complete"]


def test_concordance_by_pattern_and_what_is_wrong() -> None:
    found = concordance(["受理21件，答复3件"], pattern=r"\d+件")
    assert found["match"].tolist() == ["21件", "3件"]
    assert found["start"].tolist() == [2, 8]
    with pytest.raises(GovTextError, match="wrong pattern"):
        concordance(["公开"], pattern="(")
    for wrong in ({}, {"pattern": "公开"}):
        with pytest.raises(GovTextError, match="words, or a pattern"):
            concordance(["公开"], *(["公开"] if wrong else []), **wrong)


def test_trend_by_hand() -> None:
    frame = pd.DataFrame({"text": ["甲甲乙丙", "乙丙丁戊己庚", "甲", "甲"], "year": [2020, 2020, 2021, None]})
    found = trend(texts(frame), ["甲"], segmenter=LETTERS)
    first, second = found.iloc[0], found.iloc[1]
    assert (first["n"], first["tokens"], first["rate"], first["documents"], first["size"]) == (2, 10, 2000, 1, 2)
    assert (first["low"], first["high"]) == pytest.approx(tuple(1000 * bound for bound in formulas.poisson(2)))
    assert (first["share_low"], first["share_high"]) == pytest.approx(tuple(map(float, formulas.wilson(1, 2))))
    # r = 0.2: residuals 2 − 0.8 and 0 − 1.2; variance 2/1 · 2.88 / 100, Poisson 2 / 100
    assert first["dispersion"] == pytest.approx(2.88)
    assert math.isnan(second["dispersion"])
    assert found.attrs["without_year"] == 1
    drawn = trend(texts(frame), ["甲"], interval="documents", segmenter=LETTERS).iloc[0]
    assert drawn["high"] == pytest.approx(1e4 * (0.2 + 1.959964 * math.sqrt(0.0576)), rel=1e-6)
    assert drawn["low"] == 0


def test_trend_by_group_and_category() -> None:
    frame = pd.DataFrame({"text": ["甲乙", "丙", "甲"], "year": [2020, 2020, 2021], "g": ["x", "y", "x"]})
    found = trend(texts(frame, by="g"), {"ab": ["甲", "乙"], "c": ["丙"]}, segmenter=LETTERS)
    assert found[["group", "year", "term", "n"]].values.tolist() == [
        ["x", 2020, "ab", 2], ["x", 2020, "c", 0], ["x", 2021, "ab", 1], ["x", 2021, "c", 0],
        ["y", 2020, "ab", 0], ["y", 2020, "c", 1],
    ]  # fmt: skip


def test_intervals_of_documents_hold_what_they_promise() -> None:
    """Words that come in clusters: the Poisson interval is too narrow, that of documents is not."""
    draw = np.random.default_rng(5)
    held = {"poisson": 0, "documents": 0}
    for _ in range(60):
        given = ["甲" * int(n) + "乙" * 20 for n in draw.poisson(draw.gamma(0.5, 8, 120))]
        source = tokens(texts(pd.DataFrame({"text": given, "year": 2020})), LETTERS)
        for interval in held:
            row = trend(source, ["甲"], interval=interval).iloc[0]
            held[interval] += row["low"] <= 1e4 * 4 / 24 <= row["high"]
    assert held["documents"] >= 52
    assert held["poisson"] < 45


def test_every_result_says_by_which_segmenter_it_was_made(sample: Corpus) -> None:
    source = tokens(texts(sample, 5, by="level"))
    results = [
        counts(source), keywords(source, "group"), collocations(source), concordance(source, "公开"),
        trend(source, ["公开"]), keyness(source, "county"),
    ]  # fmt: skip
    assert {frame.attrs["segmenter"] for frame in results} == {Segmenter().hash}
    assert all(not frame.empty and frame.attrs["source"] == "section 5 of corpus" for frame in results)
    with pytest.raises(GovTextError, match="another segmenter"):
        counts(source, segmenter=LETTERS)
    with pytest.raises(UnknownCode, match="document, group, year"):
        counts(source, "level")

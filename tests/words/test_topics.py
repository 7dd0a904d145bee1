"""Topics that are there are found, shares add up, and stability tells a real structure from none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.words import OtherSegmenter, topics
from govtext.words.topic_models import agreement, matched

LETTERS = OtherSegmenter("letters", list, stopwords=())
PLANTED = ("甲乙丙丁戊", "子丑寅卯辰", "东南西北中")
RANKING = st.permutations(range(6))


def planted(documents: int, *, mixed: bool) -> list[str]:
    """Documents of one planted topic each, or of all letters alike."""
    draw = np.random.default_rng(7)
    letters = "".join(PLANTED)
    sources = [letters if mixed else PLANTED[at % 3] for at in range(documents)]
    weights = {5: [0.4, 0.25, 0.17, 0.11, 0.07], 15: [1 / 15] * 15}
    return ["".join(draw.choice(list(source), 30, p=weights[len(source)])) for source in sources]


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_planted_topics_are_found(model: str) -> None:
    found = topics(planted(60, mixed=False), 3, model=model, seeds=range(3), top=5, max_df=1.0, segmenter=LETTERS)
    words = found.words.groupby("topic")["word"].agg(frozenset)
    assert set(words) == {frozenset(topic) for topic in PLANTED}
    shares = found.documents[["topic_1", "topic_2", "topic_3"]].to_numpy()
    assert shares.sum(1) == pytest.approx(np.ones(60))
    assert (shares.max(1) > 0.9).all()
    strongest = shares.argmax(1)
    assert all(len(set(strongest[at::3])) == 1 for at in range(3))


def test_stability_is_high_only_where_there_are_topics() -> None:
    seeds = range(4)
    there = topics(planted(60, mixed=False), 3, seeds=seeds, top=5, max_df=1.0, segmenter=LETTERS)
    none = topics(planted(60, mixed=True), 3, seeds=seeds, top=5, max_df=1.0, segmenter=LETTERS)
    assert there.agreement > none.agreement + 0.2
    assert len(there.runs) == 3
    assert there.stability["topic"].tolist() == [0, 1, 2, 3]
    assert there.stability["agreement"][0] == pytest.approx(there.agreement)


def test_the_same_seeds_give_the_same_topics() -> None:
    one, two = (topics(planted(30, mixed=False), 2, seeds=(3, 4), segmenter=LETTERS, max_df=1.0) for _ in range(2))
    assert one.words.equals(two.words)
    assert one.documents.equals(two.documents)
    assert one.runs == two.runs


def test_documents_without_words_have_no_share() -> None:
    found = topics([*planted(12, mixed=False), "，。"], 3, seeds=(1, 2), max_df=1.0, segmenter=LETTERS)
    assert found.documents.iloc[-1][["topic_1", "topic_2", "topic_3"]].isna().all()
    assert found.documents.iloc[:-1]["topic_1"].notna().all()


def test_agreement_as_in_the_paper() -> None:
    """The two rankings of Greene et al. (2014), table 1: average Jaccard 0.154."""
    one = ["album", "music", "best", "award", "win"]
    two = ["sport", "best", "win", "medal", "award"]
    numbers = {word: at for at, word in enumerate(dict.fromkeys([*one, *two]))}
    found = agreement([numbers[word] for word in one], [numbers[word] for word in two])
    assert found == pytest.approx(0.154, abs=0.0005)


@given(RANKING, RANKING)
def test_agreement_is_symmetric_and_one_only_for_the_same(one: list[int], other: list[int]) -> None:
    assert agreement(one, other) == pytest.approx(agreement(other, one))
    assert (agreement(one, other) == pytest.approx(1)) == (one == other)


def test_topics_are_matched_for_the_largest_sum() -> None:
    assert matched([[1, 2], [3, 4]], [[3, 4], [1, 2]]).tolist() == [1, 1]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownCode, match="nmf or lda"):
        topics(["甲"], 1, model="lsa")
    with pytest.raises(GovTextError, match="two seeds"):
        topics(["甲"], 1, seeds=[1])
    with pytest.raises(GovTextError, match="5 topics of 2 documents"):
        topics(["甲乙", "甲乙"], 5, max_df=1.0, segmenter=LETTERS)

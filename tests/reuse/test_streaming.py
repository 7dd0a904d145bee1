"""A built corpus is gone through some reports at a time, and what was aligned once is not aligned again."""

from __future__ import annotations

import dataclasses
import shutil
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from govtext.corpus import build
from govtext.corpus.opened import Corpus
from govtext.reuse import (
    aligned_share,
    boilerplate,
    copied_sentences,
    copy_rate,
    modification,
    network,
    prose,
    redundancy,
    rows,
    similarity,
    source,
    stickiness,
)  # fmt: skip
from govtext.reuse.source import Entry, Prepared, Prose
from govtext.simulate import simulate

FEW = 3
"""Reports (or pairs of them) that may be in memory at once."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = simulate(6, range(2020, 2023), 9, tmp_path_factory.mktemp("made"), layouts=["plain"])
    return made.folder / "reports"


def built(files: Path, out: Path) -> Corpus:
    places = files.parent / "places.csv"
    return build(files, out=out, places=places, workers=1, progress=False).open()


@pytest.fixture(scope="module")
def corpus(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return built(files, tmp_path_factory.mktemp("c") / "c")


class Watched(Prose):
    """Prose that counts how many prepared reports are alive, and the most there ever were."""

    alive = most = 0

    def prepare(self, entry: Entry, text: str) -> Prepared:
        made = super().prepare(entry, text)
        weakref.finalize(made, self.gone)
        Watched.alive += 1
        Watched.most = max(Watched.most, Watched.alive)
        return made

    @classmethod
    def gone(cls) -> None:
        cls.alive -= 1


def watched(given: Prose, asked: list[int]) -> Watched:
    texts: Callable[[Sequence[str]], Mapping[str, str]] = given.texts

    def counted(reports: Sequence[str]) -> Mapping[str, str]:
        asked.append(len(reports))
        return texts(reports)

    fields = {each.name: getattr(given, each.name) for each in dataclasses.fields(given)}
    return Watched(**fields | {"texts": counted})


MEASURES = (aligned_share, boilerplate, copied_sentences, copy_rate, modification, redundancy, similarity, stickiness)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.__name__)
def test_few_reports_are_in_memory_at_once(
    measure: Callable[..., pd.DataFrame], corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = measure(prose(corpus, cache=False))
    for module in (source, rows):
        monkeypatch.setattr(module, "CHUNK", FEW)
    Watched.most, asked = 0, list[int]()
    made = measure(watched(prose(corpus, cache=False), asked))
    pd.testing.assert_frame_equal(made, whole)
    assert len(prose(corpus)) > 4 * FEW
    assert 0 < max(asked) <= 2 * FEW
    assert Watched.most <= 4 * FEW  # those of one piece while the next is being read
    assert not Watched.alive


def test_only_pairs_with_a_changed_report_are_aligned_again(files: Path, tmp_path: Path) -> None:
    """By content: a rebuilt corpus aligns what is new in it, and a corpus elsewhere nothing with the same cache."""
    out = tmp_path / "c"
    first = built(files, out)
    made = aligned_share(first)
    pairs = int(made["previous"].notna().sum())
    assert made.attrs["aligned_now"] == pairs > FEW
    assert aligned_share(first).attrs["aligned_now"] == 0
    again = changed(files, tmp_path / "other" / "reports", middle(first, made))
    second = built(again, out)
    told = aligned_share(second)
    assert told.attrs["aligned_now"] == 2  # the changed report with the one before it, and the next one with it
    pd.testing.assert_frame_equal(told, aligned_share(prose(second, cache=False)), check_like=True)
    elsewhere = built(again, tmp_path / "d")
    assert aligned_share(prose(elsewhere, cache=out / "reuse")).attrs["aligned_now"] == 0


def middle(corpus: Corpus, made: pd.DataFrame) -> str:
    """The file of a report that has one before it and one after it."""
    before = set(made["previous"].dropna())
    report = next(each for each in made.loc[made["previous"].notna(), "report"] if each in before)
    return str(corpus.manifest.to_pandas().set_index("report").loc[report, "file"])


def changed(files: Path, folder: Path, file: str) -> Path:
    """The reports copied, one with a sentence more."""
    shutil.copytree(files.parent, folder.parent)
    text = (folder / file).read_text(encoding="utf-8")
    longest = max((line for line in text.splitlines() if line.endswith("。")), key=len)
    (folder / file).write_text(text.replace(longest, f"{longest}今年另设政策问答专栏一处。", 1), encoding="utf-8")
    return folder


def test_the_network_keeps_its_alignments(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = network(prose(corpus, cache=tmp_path), share=0.1)
    assert first.edges["aligned_right"].notna().any()
    calls: list[int] = []
    monkeypatch.setattr("govtext.reuse.aligned.passages", lambda *_, **__: calls.append(1) or ([], 0))
    again = network(prose(corpus, cache=tmp_path), share=0.1)
    pd.testing.assert_frame_equal(again.edges, first.edges)
    assert not calls

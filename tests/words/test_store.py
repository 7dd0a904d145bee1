"""A corpus is cut once, by content; what is read back is what was cut; damage is mended, never passed on."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest

from govtext.corpus import build
from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError, UnknownCode
from govtext.simulate import simulate
from govtext.words import (
    OtherSegmenter,
    Segmenter,
    collocations,
    concordance,
    counts,
    dictionary_counts,
    keyness,
    keywords,
    texts,
    tokens,
    trend,
)  # fmt: skip
from govtext.words import source as source_module
from govtext.words.cutting import Tokens
from govtext.words.source import Batch, NotText
from govtext.words.store import Store, keys

TEXTS = ["公开政府信息。", "", "依申请公开答复2.5%", "公开政府信息。", "\ud800更新"]


def spelled(made: Tokens) -> list[list[str]]:
    """The tokens of each document."""
    words = made.vocabulary.words
    return [
        [words[code] for code in batch.codes[start:end]]
        for batch in made
        for start, end in zip(batch.bounds, batch.bounds[1:], strict=False)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_from_the_cache_as_without_one(tmp_path: Path, workers: int) -> None:
    expected = [Segmenter().tokens(text) for text in TEXTS[:-1]] + [["?", "更新"]]
    assert spelled(tokens(TEXTS, workers=workers)) == expected
    first, again = (tokens(TEXTS, cache=tmp_path, workers=workers) for _ in range(2))
    assert spelled(first) == spelled(again) == spelled(again) == expected
    assert (first.cut, again.cut) == (4, 0)  # one text stands there twice


def test_only_what_is_new_is_cut(tmp_path: Path) -> None:
    spelled(tokens(TEXTS, cache=tmp_path))
    more = tokens(["更新滞后。", *TEXTS], cache=tmp_path)
    assert spelled(more)[1:] == spelled(tokens(TEXTS))
    assert more.cut == 1


def test_another_way_of_cutting_has_tokens_of_its_own(tmp_path: Path) -> None:
    spelled(tokens(TEXTS, cache=tmp_path))
    other = tokens(TEXTS, Segmenter(lexicon=()), cache=tmp_path)
    assert spelled(other)[2][:2] == ["依", "申请"]
    kept = tokens(TEXTS, Segmenter().with_stopwords(["公开"]), cache=tmp_path)
    spelled(kept)
    assert kept.cut == 0, "stop words do not change where a text is cut"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_damaged_file_is_cut_anew(tmp_path: Path) -> None:
    spelled(tokens(TEXTS, cache=tmp_path))
    file = next(tmp_path.rglob("tokens-*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])
    made = tokens(TEXTS, cache=tmp_path)
    assert spelled(made) == spelled(tokens(TEXTS))
    assert made.cut == 4
    assert not list(tmp_path.rglob(".aside-*"))


def test_tokens_of_another_text_are_not_believed(tmp_path: Path) -> None:
    """A function that is not what its name says: the cache holds tokens that cannot be those of the text."""
    one = OtherSegmenter("same name", list)
    spelled(tokens(["公开"], one, cache=tmp_path))
    store = Store(tmp_path, one)
    assert store.read(keys(["公开"])).to_pylist() == [["公", "开"]]
    import govtext.words.store as module

    table = module.cut_table(one, ["公开了"]).set_column(0, "key", [keys(["信息"])])
    module.write(store.folder, table.cast(module.SCHEMA))
    with pytest.raises(GovTextError, match="not those of the text"):
        spelled(tokens(["信息"], one, cache=tmp_path))


def test_a_corpus_keeps_its_tokens(sample: Corpus) -> None:
    source = texts(sample, 6, by="level")
    first, again = tokens(source, workers=2), tokens(source)
    found = counts(first, "group")
    assert first.cut > 0
    assert counts(again, "group").equals(found)
    assert again.cut == 0
    assert found.equals(counts(texts(sample, 6, by="level").to_pandas().pipe(texts, by="group"), "group"))


def test_a_corpus_that_is_built_anew_cuts_only_what_changed(tmp_path: Path) -> None:
    """By content: a report with a sentence more is cut, the others and the same texts elsewhere are not."""
    made = simulate(3, range(2020, 2022), 9, tmp_path / "made", layouts=["plain"])
    files, out = made.folder / "reports", tmp_path / "c"
    first = tokens(texts(build(files, out=out, workers=1, progress=False).open()))
    spelled(first)
    assert first.cut == len(list(files.rglob("*.txt"))) == 6
    one = min(files.rglob("*.txt"))
    text = one.read_text(encoding="utf-8")
    longest = max((line for line in text.splitlines() if line.endswith("。")), key=len)
    one.write_text(text.replace(longest, f"{longest}今年另设政策问答专栏一处。", 1), encoding="utf-8")
    again = tokens(texts(build(files, out=out, workers=1, progress=False).open()))
    assert any("问答" in "".join(words) for words in spelled(again))
    assert again.cut == 1
    elsewhere = build(files, out=tmp_path / "d", workers=1, progress=False).open()
    other = tokens(texts(elsewhere), cache=out / "words")
    assert sorted(spelled(other)) == sorted(spelled(again))
    assert other.cut == 0


class Held(list[str]):
    """Texts of which it can be told whether they are still in memory."""


MEASURES = {
    "counts": counts, "keywords": keywords, "collocations": collocations,
    "concordance": lambda source: concordance(source, "公开"), "trend": lambda source: trend(source, ["公开"]),
    "keyness": lambda source: keyness(source, "county"),
    "dictionary_counts": lambda source: dictionary_counts(source, {"公开": ["公开"]}),
}  # fmt: skip


@pytest.mark.parametrize("cache", [None, False], ids=["kept", "fresh"])
@pytest.mark.parametrize("name", MEASURES)
def test_few_documents_are_in_memory_at_once(
    name: str, cache: Literal[False] | None, sample: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece of the corpus is let go before the second next is read."""
    monkeypatch.setattr(source_module, "ROWS", 3)
    monkeypatch.setattr("govtext.words.cutting._CHUNK", 1)
    given = texts(sample, 6, by="level")
    alive: set[int] = set()
    read = most = 0

    def watched() -> Iterator[Batch]:
        nonlocal read, most
        for batch in given.batches():
            texts_of = Held(batch.text)
            read += 1
            alive.add(read)
            weakref.finalize(texts_of, alive.discard, read)
            most = max(most, len(alive))
            yield replace(batch, text=texts_of)
            del batch, texts_of

    MEASURES[name](tokens(replace(given, batches=watched), cache=cache))
    assert read > 20
    assert most <= 3


def test_documents_of_a_corpus_are_reports(sample: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = sample.where(chosen=True)
    expected: dict[str, list[str]] = {}
    rows = chosen.sections.to_pandas(["report", "text"])
    for report, text in rows.itertuples(index=False):
        expected.setdefault(report, []).append(text)
    for size in (1, 7, 512):
        monkeypatch.setattr(source_module, "ROWS", size)
        whole = texts(sample).to_pandas()
        assert dict(zip(whole["document"], whole["text"], strict=True)) == {
            report: "\n".join(parts) for report, parts in expected.items()
        }
        assert whole["document"].is_unique
    reports = chosen.reports.to_pandas(["report", "level", "year"]).set_index("report")
    found = texts(sample, [1, 5], by="level").to_pandas().set_index("document")
    assert found["group"].to_dict() == reports.loc[found.index, "level"].to_dict()
    assert found["year"].to_dict() == reports.loc[found.index, "year"].to_dict()


def test_a_narrowed_corpus(sample: Corpus) -> None:
    found = texts(sample.where(year=2021), 5).to_pandas()
    assert set(found["year"]) == {2021}
    assert 0 < len(found) < len(texts(sample, 5).to_pandas())


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(NotText, match="row 2"):
        texts(pd.DataFrame({"text": ["公开", None]}))
    with pytest.raises(NotText, match="one text"):
        texts("公开")
    with pytest.raises(UnknownCode, match="no column 'level'"):
        texts(pd.DataFrame({"text": ["公开"]}), by="level")
    with pytest.raises(UnknownCode, match="only a corpus"):
        texts(["公开"], 5)


def test_a_corpus_is_grouped_by_what_it_has(sample: Corpus) -> None:
    with pytest.raises(UnknownCode, match="level, body"):
        texts(sample, by="colour")

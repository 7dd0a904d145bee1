"""The prose of many reports, ready to be compared: who wrote it, on what year, and its text where it is asked for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from govtext.errors import GovTextError, UnknownCode
from govtext.reuse.names import place_names
from govtext.reuse.stripping import Stripped, strip
from govtext.reuse.units import Tokenizer, Units, characters, words

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

COLUMNS = ("report", "issuer", "name", "year", "published")
"""What is known of a report; only `report` and the text are needed."""
CHUNK = 400
"""Pairs of reports whose texts are in memory at once."""
Against = Literal["own", "other"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A report: id, issuer's id and printed name, year, date of publication (ISO); None where it is not known."""

    report: str
    issuer: str | None
    name: str | None
    year: int | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A report and the one it is held against; `previous` is None where there is none, and `reason` says why."""

    now: Entry
    previous: Entry | None
    reason: str | None


@dataclass(frozen=True)
class Prepared:
    """A report's text, stripped and cut into units."""

    entry: Entry
    made: Stripped = field(repr=False)
    units: Units = field(repr=False)


@dataclass(frozen=True)
class Prose:
    """The reports, in order, with a way to their texts, and how they are prepared.

    `texts` gives the texts of some reports; `tokens` cuts words (None: characters are compared); `figures`: whether
    figures are taken out; `name`: of the source; `cache`: folder for what is costly, or None; `workers`: processes.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    texts: Callable[[Sequence[str]], Mapping[str, str]] = field(repr=False)
    name: str
    tokens: Tokenizer | None = field(default=None, repr=False)
    figures: bool = True
    cache: Path | None = None
    workers: int = 1

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def unit(self) -> str:
        """What is counted: `character` or `word`."""
        return "character" if self.tokens is None else "word"

    def prepare(self, entry: Entry, text: str) -> Prepared:
        """A text stripped of what every report says and cut into units."""
        made = strip(text, entry.name, figures=self.figures)
        return Prepared(entry, made, characters(made) if self.tokens is None else words(made, self.tokens))

    def prepared(self, entries: Iterable[Entry]) -> dict[str, Prepared]:
        """Some reports, prepared, by id; a report without text has an empty one."""
        wanted = {entry.report: entry for entry in entries}
        texts = self.texts(list(wanted))
        return {report: self.prepare(entry, texts.get(report, "")) for report, entry in wanted.items()}

    def chunks(self) -> Iterator[list[Prepared]]:
        """All reports, prepared, some at a time."""
        for start in range(0, len(self.entries), CHUNK):
            yield list(self.prepared(self.entries[start : start + CHUNK]).values())

    def pairs(self, against: Against = "own", seed: int = 1) -> list[Pair]:
        """Each report and the one of its issuer on the year before (`own`), or of an issuer drawn by chance that has no
        place in common with it, province aside (`other`: what is shared without any copying)."""
        if against not in ("own", "other"):
            raise UnknownCode(f"nothing to compare with: {against!r}", expected="own or other")
        known = _by_year(self.entries)
        pick = _own if against == "own" else _Others(self.entries, known, seed)
        return [_pair(entry, known, pick) for entry in self.entries]


_Known = Mapping[tuple[str, int], list[Entry]]


def _by_year(entries: Iterable[Entry]) -> dict[tuple[str, int], list[Entry]]:
    known: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        if entry.issuer is not None and entry.year is not None:
            known.setdefault((entry.issuer, entry.year), []).append(entry)
    return known


def _pair(entry: Entry, known: _Known, pick: Callable[[Entry, _Known], Entry | str]) -> Pair:
    if entry.issuer is None:
        return Pair(entry, None, "no_issuer")
    if entry.year is None:
        return Pair(entry, None, "no_year")
    if len(known[entry.issuer, entry.year]) > 1:
        return Pair(entry, None, "several_reports")
    found = pick(entry, known)
    return Pair(entry, None, found) if isinstance(found, str) else Pair(entry, found, None)


def _own(entry: Entry, known: _Known) -> Entry | str:
    before = known.get((str(entry.issuer), int(entry.year or 0) - 1), [])
    return before[0] if len(before) == 1 else "several_previous" if before else "no_previous_year"


class _Others:
    """For a report one of another issuer on the year before, drawn by a seed and the report's id."""

    def __init__(self, entries: Sequence[Entry], known: _Known, seed: int) -> None:
        self.seed = seed
        self.years: dict[int, list[Entry]] = {}
        for (_, year), each in sorted(known.items()):
            self.years.setdefault(year, []).extend(each)
        self.places = {entry.report: _places(entry) for entry in entries}

    def __call__(self, entry: Entry, known: _Known) -> Entry | str:  # noqa: ARG002
        own = self.places[entry.report]
        year = int(entry.year or 0) - 1
        there = [
            each for each in self.years.get(year, [])
            if each.issuer != entry.issuer and not own & self.places[each.report]
        ]  # fmt: skip
        digest = hashlib.sha256(f"{self.seed}/{entry.report}".encode()).digest()
        return there[int.from_bytes(digest[:8], "big") % len(there)] if there else "no_other"


def _places(entry: Entry) -> frozenset[str]:
    return frozenset(name for name in place_names(entry.name or "") if name[-1] in "市州盟县区旗镇乡道")


def prose(
    source: Corpus | Prose | pd.DataFrame,
    *,
    section: int | Sequence[int] | None = None,
    tokens: Tokenizer | None = None,
    figures: bool = True,
    cache: str | Path | Literal[False] | None = None,
    workers: int = 1,
) -> Prose:
    """The prose of a corpus (chosen reports, without tables) or of a frame, ready for every measure of this room.

    A frame has the columns report and text, and as far as they are known issuer, name, year, published. `section`: of
    a corpus one canonical number, several, or None for all. `tokens`: text to tokens (`Segmenter().tokens`), to
    compare words; None: characters. `figures`: take figures out too. `cache`: folder for alignments (None: `reuse/` in
    the corpus; False: none). A corpus's reports whose issuer is in doubt have none here. Raises `UnknownCode` for a
    column that is missing and `GovTextError` for a report that comes twice.

    >>> import pandas as pd
    >>> prose(pd.DataFrame({"report": ["a"], "text": ["更新栏目。"]})).unit
    'character'
    """
    import pandas as pd

    if isinstance(source, Prose):
        return source
    if isinstance(source, pd.DataFrame):
        if section is not None:
            raise UnknownCode("only a corpus has sections", expected="a frame that was narrowed before")
        entries, texts, name, kept = *_of_frame(source), f"frame of {len(source)} rows", None
    else:
        entries, texts = _of_corpus(source, section)
        name, kept = source.path.name, source.path / "reuse"
    if twice := [report for report, count in Counter(entry.report for entry in entries).items() if count > 1]:
        raise GovTextError("a report that comes twice", found=twice[0], expected="one row a report")
    folder = kept if cache is None else Path(cache) if cache is not False else None
    return Prose(tuple(entries), texts, name, tokens, figures, folder, workers)


def _of_frame(frame: pd.DataFrame) -> tuple[list[Entry], Callable[[Sequence[str]], Mapping[str, str]]]:
    for column in ("report", "text"):
        if column not in frame.columns:
            raise UnknownCode(
                f"no column {column!r}", expected="report, text, and perhaps issuer, name, year, published"
            )
    held = dict(zip(map(str, frame["report"]), frame["text"], strict=True))
    for report, text in held.items():
        if not isinstance(text, str):
            raise GovTextError("not a text", place=f"report {report}", found=repr(text)[:40], expected="str")
    return _entries(frame), _Held(held)


@dataclass(frozen=True)
class _Held:
    """Texts that are in memory already."""

    texts: Mapping[str, str]

    def __call__(self, reports: Sequence[str]) -> Mapping[str, str]:
        return {report: self.texts[report] for report in reports}


def _entries(frame: pd.DataFrame) -> list[Entry]:
    columns = [_plain(frame[name]) if name in frame.columns else [None] * len(frame) for name in COLUMNS]
    return [
        Entry(str(report), _text(issuer), _text(name), None if year is None else int(year), _date(published))
        for report, issuer, name, year, published in zip(*columns, strict=True)
    ]


def _plain(column: pd.Series[Any]) -> list[Any]:
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _date(value: Any) -> str | None:
    return None if value is None else str(value)[:10]


def _of_corpus(
    corpus: Corpus, section: int | Sequence[int] | None
) -> tuple[list[Entry], Callable[[Sequence[str]], Mapping[str, str]]]:
    kept = corpus.where(chosen=True)
    rows = kept.reports.to_pandas(["report", "issuer_id", "issuer", "year", "published", "doubtful"])
    rows = rows.rename(columns={"issuer_id": "issuer", "issuer": "name"})
    rows["issuer"] = rows["issuer"].mask(rows["doubtful"].astype(bool))
    return _entries(rows.sort_values(["issuer", "year", "report"], na_position="last")), _Sections(corpus, section)


@dataclass(frozen=True)
class _Sections:
    """Texts read from a corpus: the sections of a report, put together in their order."""

    corpus: Corpus
    section: int | Sequence[int] | None

    def __call__(self, reports: Sequence[str]) -> Mapping[str, str]:
        wanted = self.corpus.sections.filter(report=list(reports))
        if self.section is not None:
            wanted = wanted.filter(number=self.section)
        parts: dict[str, list[tuple[int, str]]] = {}
        for row in wanted.to_arrow(["report", "start", "text"]).to_pylist():
            parts.setdefault(row["report"], []).append((row["start"], row["text"]))
        return {report: "\n".join(text for _, text in sorted(each)) for report, each in parts.items()}

"""What the measures are fed: texts with document, group and year, batch by batch, from a corpus, a frame or a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govtext.errors import GovTextError, UnknownCode

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

ROWS = 512
"""Rows that are read at once; a section has about a thousand characters."""
CACHE = "words"
"""Folder of a corpus that holds its tokens."""
_OF_REPORT = ("level", "body", "region", "form", "kind", "issuer", "year")


class NotText(GovTextError, ValueError):
    """Something else stands where a text should."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of the documents, columns of one length; group and year are None where they are not known."""

    document: list[str]
    group: list[Any]
    year: list[int | None]
    text: list[str]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Texts:
    """Documents to be counted, read batch by batch each time they are gone through.

    `batches` gives them anew; `by` names the grouping variable; `cache` is a folder for their tokens, or None.
    """

    batches: Callable[[], Iterator[Batch]] = field(repr=False)
    source: str
    by: str | None = None
    cache: Path | None = None

    def to_pandas(self) -> pd.DataFrame:
        """All documents as a frame: document, group, year (Int64), text."""
        import pandas as pd

        columns: dict[str, list[Any]] = {"document": [], "group": [], "year": [], "text": []}
        for batch in self.batches():
            for name, values in columns.items():
                values.extend(getattr(batch, name))
        return pd.DataFrame(columns).astype({"year": "Int64"})


def texts(
    source: Corpus | pd.DataFrame | Sequence[str],
    section: int | Sequence[int] | None = None,
    *,
    by: str | None = None,
    text: str = "text",
    document: str | None = None,
    year: str | None = "year",
    chosen: bool = True,
) -> Texts:
    """The documents of a corpus (the prose of its reports, without tables), of a frame, or of a list of texts.

    From a corpus: `section` one canonical number (5: problems and improvements), several, or None for the whole
    prose; `by` a variable of reports (level, body, region, form, kind, issuer) to group by; `chosen`: one edition for
    an issuer and year. From a frame: the names of the columns with text, document (None: the index), year and group
    (`by`); a frame without the year's column has no years. Raises `UnknownCode` for a name that is not there and
    `NotText` for a value that is no text.

    >>> texts(["公开及时。", "更新滞后。"]).to_pandas()["text"].tolist()
    ['公开及时。', '更新滞后。']
    """
    import pandas as pd

    from govtext.corpus.opened import Corpus

    if isinstance(source, Corpus):
        return _of_corpus(source, section, by, chosen)
    if section is not None:
        raise UnknownCode("only a corpus has sections", expected="a frame that was narrowed before")
    if isinstance(source, pd.DataFrame):
        return _of_frame(source, text, document, year, by)
    if isinstance(source, str):
        raise NotText("one text where several are expected", expected="a list of texts, a frame, or a corpus")
    return _of_frame(pd.DataFrame({"text": pd.Series(list(source), dtype=object)}), "text", None, None, None)


def _of_frame(frame: pd.DataFrame, text: str, document: str | None, year: str | None, by: str | None) -> Texts:
    year = year if year in frame.columns else None
    for name in (text, document, by):
        if name is not None and name not in frame.columns:
            raise UnknownCode(f"no column {name!r}", expected=", ".join(map(str, frame.columns)))
    checked(frame[text])

    def batches() -> Iterator[Batch]:
        for start in range(0, len(frame), ROWS):
            part = frame.iloc[start : start + ROWS]
            names = part.index if document is None else part[document]
            years: list[int | None] = _years(part[year]) if year else [None] * len(part)
            groups = _plain(part[by]) if by else [None] * len(part)
            yield Batch([str(name) for name in names], groups, years, part[text].tolist())

    return Texts(batches, f"frame of {len(frame)} rows", by)


def checked(values: Any) -> list[str]:
    """The values as a list of texts; raises `NotText` for the first that is none.

    >>> checked(["公开", None])
    Traceback (most recent call last):
    govtext.words.source.NotText: not a text (at row 2; found None; expected str)
    """
    listed = list(values)
    for number, value in enumerate(listed, 1):
        if not isinstance(value, str):
            raise NotText("not a text", place=f"row {number}", found=repr(value)[:40], expected="str")
    return listed


def _years(column: pd.Series[Any]) -> list[int | None]:
    return [None if value is None else int(value) for value in _plain(column)]


def _plain(column: pd.Series[Any]) -> list[Any]:
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def _of_corpus(corpus: Corpus, section: int | Sequence[int] | None, by: str | None, chosen: bool) -> Texts:
    if by is not None and by not in _OF_REPORT:
        raise UnknownCode(f"no variable {by!r} to group by", expected=", ".join(_OF_REPORT))
    kept = corpus.where(chosen=True) if chosen else corpus
    sections = kept.sections if section is None else kept.sections.filter(number=section)

    def batches() -> Iterator[Batch]:
        known = _reports(kept, by)
        rows = sections.dataset.to_batches(
            columns=["report", "text"], filter=sections.condition, batch_size=ROWS, batch_readahead=2,
            fragment_readahead=1,
        )  # fmt: skip
        for part in _whole(rows):
            yield _batch(part, known)

    what = "whole prose" if section is None else f"section {section}"
    return Texts(batches, f"{what} of {corpus.path.name}", by, corpus.path / CACHE)


def _reports(corpus: Corpus, by: str | None) -> Mapping[str, tuple[Any, int | None]]:
    names = ["report", "year", *([by] if by and by != "year" else [])]
    table = corpus.reports.to_arrow(names)
    years = table["year"].to_pylist()
    groups = table[by].to_pylist() if by else [None] * len(years)
    return dict(zip(table["report"].to_pylist(), zip(groups, years, strict=True), strict=True))


def _whole(rows: Iterator[Any]) -> Iterator[list[tuple[str, str]]]:
    """Batches of reports, the sections of each put together; the rows of a report stand together in the table."""
    waiting: list[str] = []
    report = ""
    done: list[tuple[str, str]] = []
    for batch in rows:
        for name, text in zip(batch["report"].to_pylist(), batch["text"].to_pylist(), strict=True):
            if name != report and waiting:
                done.append((report, "\n".join(waiting)))
                waiting = []
            report = name
            waiting.append(text)
        if done:
            yield done
            done = []
    if waiting:
        yield [(report, "\n".join(waiting))]


def _batch(part: Sequence[tuple[str, str]], known: Mapping[str, tuple[Any, int | None]]) -> Batch:
    return Batch(
        [name for name, _ in part],
        [known[name][0] for name, _ in part],
        [known[name][1] for name, _ in part],
        [text for _, text in part],
    )

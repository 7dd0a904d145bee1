"""Tables recovered from lines of text: one cell a line, cells parted by blanks or tabs, text of PDF tools.

Labels cut the text into rows; the figures between one label and the next are the row's. Nothing is decided here: the rows
become packed grids, and `parse.figures` takes a row only where it is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from govtext.document import Block, Document, Grid, GridCell, Note, Paragraph, Place
from govtext.forms import Block as FormBlock
from govtext.forms.labels import bare
from govtext.parse.fragments import labels_come_out_whole
from govtext.parse.headers import leaves, nodes, read_header
from govtext.parse.pieces import Name, Piece, lines, names, pieces
from govtext.parse.vocabulary import groups, homes, row_homes

STEP = "recover tables"
_LEAST_FIGURES = 3
"""Labelled rows with figures that a stretch of text must have before it is taken for a table."""


@dataclass(slots=True)
class _Stretch:
    """Pieces between two breaks, and the rows made of them."""

    rows: list[list[GridCell]] = field(default_factory=list)
    used: list[Piece] = field(default_factory=list)
    log: list[Note] = field(default_factory=list)
    labelled: int = 0
    begun: bool = False
    """A label of some table has been seen."""
    orphans: bool = False
    """Figures stood before any label, so that figures may belong to the label after them."""

    def row(self, texts: Sequence[tuple[str, Place]]) -> None:
        number = len(self.rows)
        cells = (GridCell(text, number, j, place=place) for j, (text, place) in enumerate(texts))
        self.rows.append(list(cells))

    def take(self, run: Sequence[Piece], figures: Sequence[Piece]) -> None:
        """One run of text pieces and the figures after it."""
        found = _with_groups(names(run))
        self.begun = self.begun or any(name.kind != "unknown" for name in found)
        if not self.begun:
            return
        last = max((i for i, name in enumerate(found) if name.kind == "row"), default=-1)
        words: list[Name] = []
        for i, name in enumerate(found[: last + 1] if last >= 0 else found):
            if name.kind in ("header", "unknown"):
                words.append(name)
            elif name.kind == "marker":
                self._header(words, None, 0)
                self.row([_cell(name)])
                words = []
            elif name.kind == "row":
                self._header(words, name, 0)
                words = []
                self._labelled(name, figures if i == last else [])
        if last < 0 and figures:
            self._header(words, None, len(figures))
            self.orphans = self.orphans or not any(name.kind == "header" for name in words)
            self.row([(piece.text, piece.place) for piece in figures])
        elif last < 0:
            self._header(words, None, 0)
        self.used += [piece for name in found if name.kind != "unknown" for piece in name.pieces]
        self.used += figures

    def _labelled(self, name: Name, figures: Sequence[Piece]) -> None:
        beside = [piece for piece in figures if piece.paragraph == name.pieces[-1].paragraph]
        label = _cell(name)
        own = beside or figures
        if not beside and figures and self.orphans:
            self.log.append(Note(STEP, "doubt", f"figures stand above and below 「{name.text}」; none is taken", label[1]))
            own = []
        self.labelled += bool(own)
        self.row([label, *((piece.text, piece.place) for piece in own)])
        if beside and len(beside) < len(figures):
            self.row([(piece.text, piece.place) for piece in figures if piece not in beside])

    def _header(self, words: Sequence[Name], row: Name | None, figures: int) -> None:
        """A header row of what stands above a row, or above figures without label; nothing where no label is known."""
        if any(word.kind == "header" for word in words):
            self.orphans = False
            self.row(_whole(words, row, figures) or [_cell(word) for word in words])


def _cell(name: Name) -> tuple[str, Place]:
    return name.text, name.pieces[0].place


def _with_groups(found: Sequence[Name]) -> list[Name]:
    """A row's label that is also a group's (其他处理) counts as the group's where another row follows."""
    last = max((i for i, name in enumerate(found) if name.kind == "row"), default=0)
    return [
        replace(name, kind="group") if name.kind == "row" and i < last and bare(name.text) in groups() else name
        for i, name in enumerate(found)
    ]


def _whole(words: Sequence[Name], row: Name | None, figures: int) -> list[tuple[str, Place]] | None:
    """The form's own header where the labels are broken into fragments that fit together again."""
    own = row_homes(row.row.key) if row and row.row else ()
    across = (home for home in homes() if home.block.across and len(leaves(home.block)) == figures)
    cells = [GridCell(word.text, 0, i) for i, word in enumerate(words)]
    for home in own or tuple(across):
        if all(read_header(cells, home).cells) or _labels_seen(words, home.block):
            return None
        if labels_come_out_whole(_texts(words), home.block):
            return [(node.word, words[0].pieces[0].place) for node in nodes(home.block)]
    return None


def _texts(words: Sequence[Name]) -> list[list[str]]:
    return [[piece.text for piece in line] for line in lines(piece for name in words for piece in name.pieces)]


def _labels_seen(words: Sequence[Name], block: FormBlock) -> bool:
    """Whether every column label stands there whole, so that their order is known and nothing needs to be put together."""
    seen = [each.text for each in words]
    return all(seen.count(leaf.column.path[-1]) for leaf in leaves(block))


def _stretches(document: Document) -> Iterator[list[Piece]]:
    current: list[Piece] = []
    for index, block in enumerate(document.blocks):
        for piece in pieces(index, block) if isinstance(block, Paragraph) else [None]:
            if piece is None or piece.kind == "break":
                yield current
                current = []
            else:
                current.append(piece)
    yield current


def _read(stretch: Sequence[Piece]) -> _Stretch:
    result = _Stretch()
    text: list[Piece] = []
    figures: list[Piece] = []
    for piece in stretch:
        if piece.kind == "text" and figures:
            result.take(text, figures)
            text, figures = [], []
        (figures if piece.kind == "figure" else text).append(piece)
    result.take(text, figures)
    return result


def _leftovers(paragraph: Paragraph, used: Sequence[Piece]) -> Iterator[Paragraph]:
    """What remains of a paragraph of which a table took a part."""
    for start, end in ((0, min(p.start for p in used)), (max(p.end for p in used), len(paragraph.text))):
        if paragraph.text[start:end].strip():
            yield paragraph.part(start, end)


def recover_tables(document: Document) -> Document:
    """The document with every table that stands in its lines turned into a packed grid; others are left alone."""
    grids: dict[int, Grid] = {}
    used: dict[int, list[Piece]] = {}
    log: list[Note] = []
    for stretch in _stretches(document):
        read = _read(stretch)
        across = any(len(row) > _LEAST_FIGURES for row in read.rows) and any(
            name.kind == "header" for name in names([piece for piece in stretch if piece.kind == "text"])
        )
        if not read.labelled and not across:
            continue
        first = min(piece.paragraph for piece in read.used)
        cells = tuple(cell for row in read.rows for cell in row)
        start = document.blocks[first].start
        grids[first] = Grid(cells, "packed", start, read.used[0].place)
        log += [*read.log, Note(STEP, "info", f"{len(read.rows)} rows of a table recovered from lines", read.used[0].place)]
        for piece in read.used:
            used.setdefault(piece.paragraph, []).append(piece)
    if not grids:
        return document
    return replace(document, blocks=tuple(_rebuilt(document, grids, used)), log=(*document.log, *log))


def _rebuilt(document: Document, grids: dict[int, Grid], used: dict[int, list[Piece]]) -> Iterator[Block]:
    for index, block in enumerate(document.blocks):
        left = list(_leftovers(block, used[index])) if index in used and isinstance(block, Paragraph) else []
        if index not in used:
            yield block
        else:
            yield from (part for part in left if part.start < block.start + used[index][0].start)
        if index in grids:
            yield grids[index]
        yield from (part for part in left if part.start >= block.start + used[index][0].start)

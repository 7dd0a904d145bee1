"""Tables recovered from lines of text: one cell a line, cells parted by blanks or tabs, text of PDF tools.

Labels cut the text into rows; the figures between one label and the next are the row's. Nothing is decided here: the
rows become bare grids, and `figures` takes a row only where it is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from govtext.document import Block, Document, Grid, GridCell, Note, Paragraph, Place
from govtext.forms.labels import bare
from govtext.parse.tables.columns import with_blanks
from govtext.parse.tables.fragments import labels_come_out_whole
from govtext.parse.tables.headers import leaves, nodes, read_header
from govtext.parse.tables.pieces import Name, Piece, lines, names, pieces
from govtext.parse.tables.vocabulary import Home, groups, homes, row_homes

STEP = "recover tables"
_LEAST_FIGURES = 3
"""So many figures in a row below a header make a table, though no label stands before them."""


Text = tuple[str, Place]
Widths = Sequence[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """Texts and figures of a row; for a labelled one its table and how many figures the forms have in it."""

    texts: tuple[Text, ...]
    figures: tuple[Piece, ...]
    table: str
    widths: tuple[int, ...]


@dataclass(slots=True)
class _Stretch:
    """Pieces between two breaks, and the rows made of them: the texts before the figures, and the figures."""

    rows: list[_Row] = field(default_factory=list)
    used: list[Piece] = field(default_factory=list)
    log: list[Note] = field(default_factory=list)
    labelled: int = 0
    begun: bool = False
    """A label of some table has been seen."""
    orphans: bool = False
    """Figures stood before any label, so that figures may belong to the label after them."""

    def row(self, texts: Sequence[Text], figures: Sequence[Piece] = (), table: str = "", widths: Widths = ()) -> None:
        self.rows.append(_Row(tuple(texts), tuple(figures), table, tuple(widths)))

    def cells(self) -> Iterator[GridCell]:
        """The rows as cells of a bare grid; blanks that the columns tell of are filled in."""
        for number, row in enumerate(self.rows):
            texts = [*row.texts, *self._figures(number)]
            yield from (GridCell(text, number, column, place=place) for column, (text, place) in enumerate(texts))

    def _figures(self, number: int) -> list[Text]:
        row = self.rows[number]
        figures: Sequence[Piece | None] = row.figures
        if row.figures and row.widths and len(row.figures) not in row.widths:
            kin = [each for each in self.rows if each.table == row.table]
            tries = (with_blanks([each.figures for each in kin], kin.index(row), width) for width in row.widths)
            figures = next((found for found in tries if found), figures)
        return [(piece.text, piece.place) if piece else ("", row.figures[0].place) for piece in figures]

    def take(self, run: Sequence[Piece], figures: Sequence[Piece]) -> None:
        """One run of text pieces and the figures after it."""
        found = _with_groups(names(run))
        self.begun = self.begun or any(name.kind != "unknown" for name in found)
        if not self.begun:
            return
        last = max((i for i, name in enumerate(found) if name.kind == "row"), default=-1)
        block = max((i for i, name in enumerate(found) if name.kind == "marker"), default=-1)
        if figures and block > last >= 0:  # a new block begins before the figures: they are not the row's
            self.take([piece for name in found[:block] for piece in name.pieces], [])
            self.take([piece for name in found[block:] for piece in name.pieces], figures)
            return
        words: list[Name] = []
        for i, name in enumerate(found[: last + 1] if last >= 0 else found):
            if name.kind in ("header", "unknown"):
                words.append(name)
            elif name.kind == "marker":
                self._header(words, None, 0)
                self.row([_text(name)])
                words = []
            elif name.kind == "row":
                self._header(words, name, 0)
                words = []
                self._labelled(name, figures if i == last else [], found[i + 1 :])
        if last < 0 and figures:
            self._header(words, None, len(figures))
            self.orphans = self.orphans or not any(name.kind == "header" for name in words)
            self.row([], figures)
        elif last < 0:
            self._header(words, None, 0)
        known = [i for i, name in enumerate(found) if name.kind != "unknown"]
        first = 0 if self.used else min(known, default=len(found))
        end = len(found) if figures else max(known, default=-1) + 1
        self.used += [piece for name in found[first:end] for piece in name.pieces]
        self.used += figures

    def _labelled(self, name: Name, figures: Sequence[Piece], after: Sequence[Name]) -> None:
        """A row's label with its figures; what stands between them may be a figure that cannot be read."""
        beside = [piece for piece in figures if piece.paragraph == name.pieces[-1].paragraph]
        label, key = _text(name), name.row.key if name.row else ""
        own = beside or figures
        if not beside and figures and self.orphans:
            self.log.append(Note(STEP, "doubt", f"figures above and below 「{name.text}」; none is taken", label[1]))
            own = []
        if len(beside) == 1 and len(figures) == len(beside) + 1:
            self.log.append(Note(STEP, "doubt", f"figures beside and below 「{name.text}」; none is taken", label[1]))
            own = []
        self.labelled += bool(own)
        between = any(each.pieces[0].paragraph == name.pieces[-1].paragraph for each in after)
        widths = set() if between else {len(leaves(home)) for home in row_homes(key)}
        self.row([label], own, key.split("/")[0], sorted(widths))
        if beside and len(own) < len(figures):
            self.row([], [piece for piece in figures if piece not in beside])

    def _header(self, words: Sequence[Name], row: Name | None, figures: int) -> None:
        """A header row of what stands above a row, or above figures without label; nothing where no label is known."""
        if any(word.kind == "header" for word in words):
            self.orphans = False
            self.row(_whole(words, row, figures) or [_text(word) for word in words])


def _text(name: Name) -> Text:
    return name.text, name.pieces[0].place


def _with_groups(found: Sequence[Name]) -> list[Name]:
    """A row's label that is also a group's (其他处理) counts as the group's where another row follows."""
    last = max((i for i, name in enumerate(found) if name.kind == "row"), default=0)
    return [
        replace(name, kind="group") if name.kind == "row" and i < last and bare(name.text) in groups() else name
        for i, name in enumerate(found)
    ]


def _whole(words: Sequence[Name], row: Name | None, figures: int) -> list[Text] | None:
    """The form's own header where the labels are broken into fragments that fit together again."""
    own = row_homes(row.row.key) if row and row.row else ()
    across = (home for home in homes() if home.block.across and len(leaves(home)) == figures)
    cells = [GridCell(word.text, 0, i) for i, word in enumerate(words)]
    for home in own or tuple(across):
        if all(read_header(cells, home).cells) or _labels_seen(words, home):
            return None
        broken = lines(piece for name in words for piece in name.pieces)
        texts = [[piece.text for piece in line] for line in broken]
        seen = [[(piece.start + piece.wide, piece.end + piece.wide) for piece in line] for line in broken]
        counted = [[(piece.start, piece.end) for piece in line] for line in broken]
        if labels_come_out_whole(texts, home, seen) or labels_come_out_whole(texts, home, counted):
            return [(node.word, words[0].pieces[0].place) for node in nodes(home)]
    return None


def _labels_seen(words: Sequence[Name], home: Home) -> bool:
    """Whether every column label stands there whole, so that their order is known and nothing is to be joined."""
    seen = [each.text for each in words]
    return all(seen.count(leaf.column.path[-1]) for leaf in leaves(home))


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


def _has_header(stretch: Sequence[Piece], read: _Stretch) -> bool:
    """Whether figures without label stand below labels of a header: a table that lies across."""
    text = [piece for piece in stretch if piece.kind == "text"]
    figures = max((len(row.figures) for row in read.rows), default=0)
    return figures >= _LEAST_FIGURES and any(name.kind == "header" for name in names(text))


def recover_tables(document: Document) -> Document:
    """The document with every table that stands in its lines turned into a bare grid; others are left alone."""
    grids: dict[int, Grid] = {}
    used: dict[int, list[Piece]] = {}
    log: list[Note] = []
    for stretch in _stretches(document):
        read = _read(stretch)
        if not read.labelled and not _has_header(stretch, read):
            continue
        first = min(piece.paragraph for piece in read.used)
        place = read.used[0].place
        grids[first] = Grid(tuple(read.cells()), "bare", document.blocks[first].start, place)
        log += [*read.log, Note(STEP, "info", f"{len(read.rows)} rows of a table recovered from lines", place)]
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

"""Plain text, as crawlers and copy and paste leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govtext.simulate.draft import Draft, Heading
from govtext.simulate.sheets import Filled


def bars(draft: Draft) -> str:
    """A crawl: one cell a line, closed by a bar; a row opens with one; empty cells run together."""
    return _lines(draft, _bars)


def plain(draft: Draft) -> str:
    """A row a line as a browser copies it: cells parted by tabs, spans lost."""
    return _lines(draft, _tabs)


def _lines(draft: Draft, write: Callable[[Filled], Iterator[str]]) -> str:
    lines = [draft.title]
    for block in draft.blocks:
        if isinstance(block, Filled):
            lines += write(block)
        else:
            lines.append(block.text if isinstance(block, Heading) else block)
    return "\n".join([*lines, draft.issuer, draft.date, ""])


def _bars(filled: Filled) -> Iterator[str]:
    for row in filled.sheet.rows:
        empty, opening = "", "| "
        for slot in row:
            cell = filled.text(slot)
            if not cell:
                empty += opening + "|"
            else:
                if empty:
                    yield empty
                    empty = ""
                yield f"{opening}{cell} |"
            opening = ""
        empty += "|" * (filled.sheet.width - len(row))
        if empty:
            yield empty


def _tabs(filled: Filled) -> Iterator[str]:
    for row in filled.sheet.rows:
        yield "\t".join(map(filled.text, row))

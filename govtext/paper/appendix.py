"""The appendices that the machinery writes: the code of the cells, and what made each figure, table and number."""

from __future__ import annotations

from html import escape
from itertools import groupby

from govtext.paper.content import Content
from govtext.paper.front import PAGES, labels
from govtext.paper.origin import of_bytes
from govtext.paper.tables import laid_out


def code(made: Content) -> str:
    """The code of all cells in Markdown, each under its number."""
    word = labels(made.front.lang)["cell"]
    parts = [f"# {labels(made.front.lang)['code']} {{.appendix #sec-code}}"]
    parts += [f"**{word} {cell.number}**\n\n````python\n{cell.source}\n````" for cell in made.code]
    return "\n\n".join(parts)


def provenance(made: Content) -> str:
    """What made each figure, table and number, in Markdown; empty where nothing was made."""
    if not made.made and not made.origins:
        return ""
    words = labels(made.front.lang)
    head = f"# {words['provenance']} {{.appendix #sec-provenance}}\n\n{words['provenance_text']}"
    declared = [
        [str(place), words[each.kind], each.name, each.value, str(each.cell)]
        for place, each in enumerate(made.origins, 1)
    ]
    versions = words["comma"].join(f"{name} {version}" for name, version in sorted(made.versions.items()))
    parts = [
        head,
        _table(made, [words[key] for key in ("object", "cell", "code_hash", "output_hash", "origins")], _objects(made)),
    ]
    if declared:
        parts.append(_table(made, ["", *(words[key] for key in ("kind", "origin", "value", "cell"))], declared))
    if versions:
        parts.append(f"**{words['versions']}**{words['colon']}{versions}")
    return "\n\n".join(parts)


def _objects(made: Content) -> list[list[str]]:
    """A row a figure or table, and one for all numbers of a cell, whose hash is that of their outputs together."""
    words = labels(made.front.lang)
    rows: list[tuple[int, list[str]]] = []
    for cell, group in groupby(sorted(made.made, key=lambda each: each.cell), key=lambda each: each.cell):
        parts = list(group)
        numbers = [each for each in parts if each.kind == "number"]
        rows += [(cell, [f"@{each.name}", str(cell), each.code, each.output]) for each in parts if each not in numbers]
        if numbers:
            names = words["comma"].join(each.name for each in numbers)
            output = of_bytes("\n".join(each.output for each in numbers).encode()) if numbers[1:] else numbers[0].output
            rows.append((cell, [f"{words['number']} {names}", str(cell), numbers[0].code, output]))
    return [[*row, _origins(cell, made)] for cell, row in rows]


def _origins(cell: int, made: Content) -> str:
    """The places, in the table of origins, of what was declared up to the cell."""
    known = sum(origin.cell <= cell for origin in made.origins)
    return "1" if known == 1 else f"1–{known}" if known else ""


def _table(made: Content, heads: list[str], rows: list[list[str]]) -> str:
    front = made.front
    across, along = ((size - 2 * front.margin) / 0.3528 / 9 for size in PAGES[front.page])
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    table = laid_out(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", across, along)
    return f':::: {{.paper-table scale="{table.scale}"}}\n\n````{{=html}}\n{table.html}\n````\n\n::::'

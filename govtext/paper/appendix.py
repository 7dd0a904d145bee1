"""The appendices that the machinery writes: the code of the cells, and what made each figure, table and number."""

from __future__ import annotations

from html import escape

from govtext.paper.content import Content, Made
from govtext.paper.front import PAGES, labels
from govtext.paper.origin import Origin
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
    objects = [
        [_object(each, made), str(each.cell), each.code, each.output, _origins(each, made)] for each in made.made
    ]
    declared = [[words[each.kind], each.name, each.value, str(each.cell)] for each in made.origins]
    versions = words["comma"].join(f"{name} {version}" for name, version in sorted(made.versions.items()))
    parts = [
        head,
        _table(made, [words[key] for key in ("object", "cell", "code_hash", "output_hash", "origins")], objects),
    ]
    if declared:
        parts.append(_table(made, [words[key] for key in ("kind", "origin", "value", "cell")], declared))
    if versions:
        parts.append(f"**{words['versions']}**{words['colon']}{versions}")
    return "\n\n".join(parts)


def _object(each: Made, made: Content) -> str:
    """A link in the words of the text for a figure or table; for a number its name."""
    return f"@{each.name}" if each.kind != "number" else f"{labels(made.front.lang)['number']} {each.name}"


def _origins(each: Made, made: Content) -> str:
    return ", ".join(origin.name for origin in _before(made.origins, each.cell))


def _before(origins: tuple[Origin, ...], cell: int) -> list[Origin]:
    return [origin for origin in origins if origin.cell <= cell]


def _table(made: Content, heads: list[str], rows: list[list[str]]) -> str:
    front = made.front
    across, along = ((size - 2 * front.margin) / 0.3528 / 9 for size in PAGES[front.page])
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    table = laid_out(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", across, along)
    return f':::: {{.paper-table scale="{table.scale}"}}\n\n````{{=html}}\n{table.html}\n````\n\n::::'

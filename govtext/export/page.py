"""A document of headings, paragraphs, lists and tables, as Markdown and as a page that needs nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 2 or 3, for the title is the one of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a warning stands out."""

    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption; the first column heads its rows."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Listing | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A title and what follows it, in one language."""

    title: str
    language: str
    blocks: tuple[Block, ...]


_CSS = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0 auto;
  max-width: 90rem; padding: 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
caption { text-align: start; font-weight: 600; padding: .5rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: start; vertical-align: top;
  overflow-wrap: break-word; }
thead th { background: #e8eef4; position: sticky; top: 0; }
tbody th { font-weight: 600; }
.scroll { overflow-x: auto; }
.warning { border: 3px solid #a00000; padding: .5rem 1rem; font-weight: 700; color: #8a0000; background: #fff4f4; }
a:focus, .scroll:focus { outline: 3px solid #0a58ca; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; } thead th { background: #26323d; }
  .warning { color: #ffb3b3; background: #2c0f0f; border-color: #ff8080; } a { color: #8ab8ff; }
}
@media print { thead th { position: static; } .scroll { overflow: visible; } }
"""
_HTML = Markup("""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
<header><h1>{title}</h1></header>
<nav aria-label="{contents}"><ul>{links}</ul></nav>
<main>
{body}</main>
</body>
</html>
""")


def to_html(page: Page) -> str:
    """The page as one HTML file: no script, nothing loaded; landmarks, a table of contents, headed rows and columns."""
    language = "zh-CN" if page.language == "zh" else "en"
    contents = {"zh": "目录", "en": "Contents"}[page.language]
    body, links = _blocks(page.blocks)
    filled = _HTML.format(
        language=language, title=_clean(page.title), css=Markup(_CSS), contents=contents, links=links, body=body
    )
    return str(filled)


def _blocks(blocks: Iterable[Block]) -> tuple[Markup, Markup]:
    body, links = Markup(), Markup()
    for number, block in enumerate(blocks):
        body += _html(block, f"s{number}")
        if isinstance(block, Heading) and block.level == 2:
            links += Markup('<li><a href="#s{}">{}</a></li>').format(number, _clean(block.text))
    return body, links


def _html(block: Block, name: str) -> Markup:
    if isinstance(block, Heading):
        return Markup('<h{0} id="{1}">{2}</h{0}>\n').format(block.level, name, _clean(block.text))
    if isinstance(block, Paragraph):
        kind = Markup(' class="warning" role="note"') if block.warning else ""
        return Markup("<p{}>{}</p>\n").format(kind, _clean(block.text))
    if isinstance(block, Listing):
        return Markup("<ul>{}</ul>\n").format(
            Markup().join(Markup("<li>{}</li>").format(_clean(i)) for i in block.items)
        )
    return _grid(block)


def _grid(grid: Grid) -> Markup:
    head = Markup().join(Markup('<th scope="col">{}</th>').format(_clean(name)) for name in grid.columns)
    rows = Markup().join(_row(row) for row in grid.rows)
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="{0}">\n<table>\n<caption>{0}</caption>\n'
        "<thead><tr>{1}</tr></thead>\n<tbody>\n{2}</tbody>\n</table>\n</div>\n"
    ).format(_clean(grid.caption), head, rows)


def _row(row: Sequence[str]) -> Markup:
    first, *rest = (_clean(cell) for cell in row)
    cells = Markup().join(Markup("<td>{}</td>").format(cell) for cell in rest)
    return Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(first, cells)


def _clean(text: str) -> Markup:
    """Escaped, and without the characters that HTML may not hold."""
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", text))


def to_markdown(page: Page) -> str:
    """The page as Markdown with pipe tables."""
    return "\n\n".join([f"# {_plain(page.title)}", *map(_markdown, page.blocks)]) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_plain(block.text)}"
    if isinstance(block, Paragraph):
        return f"> **{_plain(block.text)}**" if block.warning else _plain(block.text)
    if isinstance(block, Listing):
        return "\n".join(f"- {_plain(item)}" for item in block.items)
    lines = [block.columns, ["---"] * len(block.columns), *block.rows]
    return f"{_plain(block.caption)}\n\n" + "\n".join("| " + " | ".join(map(_plain, line)) + " |" for line in lines)


def _plain(text: str) -> str:
    """On one line, with what Markdown would take for its own escaped."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))

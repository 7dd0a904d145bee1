"""Every layout by name: how a report is written, and what can be told from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from tests.renderings import aligned, html, office, pages, text
from tests.renderings.figures import Figures
from tests.renderings.sheets import Draft, Wording, draft


@dataclass(frozen=True)
class Layout:
    """A way of writing a report down.

    `blanks`: an empty cell leaves a trace; where it leaves none, its row may only be right or given up.
    """

    name: str
    suffix: str
    write: Callable[[Draft], bytes]
    wording: Wording = Wording()
    blanks: bool = True
    slow: bool = False

    def render(self, figures: Figures) -> bytes:
        return self.write(draft(figures, self.wording))


CRAWL = Wording(signs=True, money="万元", half=True, cut=True)
SIGNS = Wording(signs=True)
YUAN = Wording(signs=True, money="元")
HALF = Wording(half=True)
NAMES = ("朱镕某", "€€")


def _text(write: text.Writer, whole: Draft, *, encoding: str = "utf-8") -> bytes:
    return text.text(whole, write).encode(encoding)


def _line(whole: Draft) -> bytes:
    return text.one_line(whole).encode()


def _html(make: Callable[[Draft], str], whole: Draft, *, encoding: str = "utf-8") -> bytes:
    return make(whole).encode(encoding)


def _wrong(charset: str | None, whole: Draft) -> bytes:
    named = html.with_names(whole, NAMES)
    return html.page(html.article(named), charset=charset).encode("gb18030")


def _layouts() -> tuple[Layout, ...]:
    gb = "gb18030"
    return (
        Layout("crawl_bars", ".txt", partial(_text, text.crawl_bars), CRAWL),
        Layout("crawl_bars_bom", ".txt", partial(_text, text.crawl_bars, encoding="utf-8-sig")),
        Layout("crawl_bars_gb18030", ".txt", partial(_text, text.crawl_bars, encoding=gb), HALF),
        Layout("crawl_unpadded", ".txt", partial(_text, text.crawl_unpadded), CRAWL),
        Layout("crawl_lines", ".txt", partial(_text, text.crawl_lines), blanks=False),
        Layout("bars_one_line", ".txt", partial(_text, text.bars_one_line), YUAN),
        Layout("tabs", ".txt", partial(_text, text.tabs), SIGNS),
        Layout("tabs_placed", ".txt", partial(_text, text.tabs_placed), HALF),
        Layout("spaces", ".txt", partial(_text, text.spaces), SIGNS, blanks=False),
        Layout("layout", ".txt", partial(_text, aligned.layout), blanks=False),
        Layout("one_line", ".txt", _line, blanks=False),
        Layout("html_simple", ".html", partial(_html, html.simple)),
        Layout("html_word", ".htm", partial(_html, html.word, encoding=gb), SIGNS),
        Layout("html_layout", ".html", partial(_html, html.layout), YUAN),
        Layout("html_disagree", ".html", partial(_html, html.disagree)),
        Layout("html_split", ".html", partial(_html, html.split), HALF),
        Layout("html_divs", ".html", partial(_html, html.divs)),
        Layout("html_gb_as_gb2312", ".html", partial(_wrong, "gb2312")),
        Layout("html_gb_as_utf8", ".html", partial(_wrong, "utf-8")),
        Layout("html_gb_undeclared", ".html", partial(_wrong, None)),
        Layout("docx", ".docx", office.docx),
        Layout("pdf", ".pdf", pages.pdf, slow=True),
        Layout("pdf_upright", ".pdf", partial(pages.pdf, upright=True), replace(SIGNS, money="万元"), slow=True),
    )


LAYOUTS = {layout.name: layout for layout in _layouts()}


def render(figures: Figures, layout: str | Layout) -> bytes:
    """The report in a layout, given by name or itself."""
    chosen = LAYOUTS[layout] if isinstance(layout, str) else layout
    return chosen.render(figures)

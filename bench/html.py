"""HTML to a document, against a bare lxml parse of the same bytes: `python -m bench.html`."""

from __future__ import annotations

import lxml.html

from bench.measure import medians, report, report_memory
from govtext.readers import html
from tests.renderings import LAYOUTS, random_figures

PAGES = ("html_simple", "html_layout", "html_word")
BARE = "bare lxml parse"
MAKE = "from tests.renderings import LAYOUTS, random_figures\ndata = LAYOUTS[{!r}].render(random_figures(1, '2021'))\n"
READ = "from govtext.readers import html\nfor _ in range({}): html.read(data, 'a.html')\n"
PARSE = "import lxml.html\nfor _ in range({}): lxml.html.document_fromstring(data)\n"


def main() -> None:
    for name in PAGES:
        data = LAYOUTS[name].render(random_figures(1, "2021"))
        times = medians(
            {
                BARE: lambda data=data: lxml.html.document_fromstring(data),
                "govtext: bytes to document": lambda data=data: html.read(data, "a.html"),
            }
        )
        report(f"{name}, {len(data) / 1024:.1f} KiB", times, BARE)
    make = MAKE.format("html_word")
    codes = {
        "page made, nothing read": make,
        "bare lxml parse, 100 times": make + PARSE.format(100),
        "govtext, 100 times": make + READ.format(100),
    }
    report_memory("Peak memory", codes)


if __name__ == "__main__":
    main()

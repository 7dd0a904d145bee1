"""One HTML page that loads nothing, and LaTeX source for xelatex."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govtext.paper import pandoc
from govtext.paper.content import Content
from govtext.paper.front import PAGES, labels
from govtext.paper.pdf import name


def html(parsed: dict[str, Any], made: Content, folder: Path) -> bytes:
    """The paper as one page: pictures and style inside, mathematics as MathML, dark and light."""
    front = made.front
    metadata = folder / "html.json"
    metadata.write_text(json.dumps({
        "pagetitle": front.title[front.lang], "skip": labels(front.lang)["skip"],
        "author-meta": [] if front.anonymous else [name(each.name, front.lang) for each in front.authors],
        "keywords-meta": ", ".join((front.keywords or {}).get(front.lang, ())),
    }), encoding="utf-8")  # fmt: skip
    css = pandoc.template("paper.css").read_text(encoding="utf-8")
    text = pandoc.write(
        parsed, "html5", made, folder, f"--template={pandoc.template('paper.html')}", f"--metadata-file={metadata}",
        "--mathml", "--embed-resources", f"--variable=css-text={css}",
    )  # fmt: skip
    return text.encode()


def latex(parsed: dict[str, Any], made: Content, folder: Path) -> bytes:
    """The paper as source for xelatex and ctexart, its pictures beside it."""
    front = made.front
    width, height = PAGES[front.page]
    metadata = folder / "latex.json"
    metadata.write_text(json.dumps({
        "pdftitle": front.title[front.lang], "paperdate": front.date,
        "pdfauthor": "" if front.anonymous else ", ".join(name(each.name, front.lang) for each in front.authors),
    }), encoding="utf-8")  # fmt: skip
    variables = {
        "paperwidth": width, "paperheight": height, "papermargin": front.margin, "fontsize": front.font_size,
        "leading": round(front.font_size * front.line_spacing * 0.9, 2),
        "appendixname": "附录" if front.lang == "zh" else "Appendix~",
        **{key: "true" for key, on in (("zh", front.lang == "zh"), ("line-numbers", front.line_numbers)) if on},
    }  # fmt: skip
    text = pandoc.write(
        parsed, "latex-smart", made, folder,
        f"--template={pandoc.template('paper.tex')}", f"--metadata-file={metadata}",
        *(f"--variable={key}={value}" for key, value in variables.items()),
    )  # fmt: skip
    return text.encode()

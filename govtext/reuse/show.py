"""Two texts side by side with what they share marked: for a notebook, as a page, and for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from markupsafe import Markup, escape

from govtext.display.language import current
from govtext.display.safe import one_line, visible
from govtext.reuse.labels import labels
from govtext.reuse.passages import Passage, Shared

_OPEN, _CLOSE = "〔", "〕"


@cache
def _style() -> str:
    return (resources.files(__package__) / "style.css").read_text(encoding="utf-8")


def fragment(made: Shared, language: str | None = None) -> str:
    """Both texts in full in one table, equal text marked, passages numbered by their order in the left text."""
    words = {name: label[current(language)] for name, label in labels("show").items()}
    heads = "".join(
        f'<th scope="col">{escape(one_line(name or words[side]))} · {words["shared"]} {_percent(share)}</th>'
        for name, side, share in zip(made.names, ("left", "right"), made.shares, strict=True)
    )
    cells = "".join(f"<td>{_marked(made, side)}</td>" for side in (0, 1))
    legend = f'<mark>{words["equal"]}</mark> · <span class="gt-other">{words["differs"]}</span>'
    return (
        f'<div class="govtext-reuse" lang="zh"><style>{_style()}</style><p>{legend}</p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>"
    )


def page(made: Shared, language: str | None = None) -> str:
    """A whole HTML page without script, font or network."""
    tongue = current(language)
    title = labels("show")["title"][tongue]
    return (
        f'<!DOCTYPE html><html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{fragment(made, tongue)}</body></html>"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _marked(made: Shared, side: int) -> Markup:
    text = (made.left, made.right)[side]
    out, position = Markup(""), 0
    for number, passage in _ordered(made, side):
        start, end = (passage.left, passage.right)[side]
        out += visible(text[position:start])
        out += Markup("<sup>{}</sup>").format(number)
        for piece, equal in _pieces(text, passage, side):
            tag = "<mark>{}</mark>" if equal else '<span class="gt-other">{}</span>'
            out += Markup(tag).format(visible(piece))
        position = end
    return out + visible(text[position:])


def _ordered(made: Shared, side: int) -> list[tuple[int, Passage]]:
    """Passages with their numbers, as they follow each other on this side."""
    return sorted(enumerate(made.passages, 1), key=lambda each: (each[1].left, each[1].right)[side])


def _pieces(text: str, passage: Passage, side: int) -> Iterator[tuple[str, bool]]:
    """The passage on one side in pieces that are equal to the other side, or not."""
    position = (passage.left, passage.right)[side][0]
    for run in passage.runs:
        start, end = run[2 * side : 2 * side + 2]
        if start > position:
            yield text[position:start], False
        yield text[start:end], True
        position = end


def terminal(made: Shared, language: str | None = None) -> str:
    """The passages one below the other; what is equal stands in 〔 〕.

    >>> from govtext.reuse import align
    >>> print(terminal(align("不断扩大公众参与的范围和深度。", "不断扩大公众参与范围和深度。"), "en"))
    share that is shared: left 92.9 %, right 100.0 %
    passage 1 (24)
      left  0–14: 〔不断扩大公众参与〕的〔范围和深度〕
      right 0–13: 〔不断扩大公众参与〕〔范围和深度〕
    """
    words = {name: label[current(language)] for name, label in labels("show").items()}
    shares = ", ".join(f"{words[s]} {_percent(v)}" for s, v in zip(("left", "right"), made.shares, strict=True))
    lines = [f"{words['shared']}: {shares}"]
    wide = max(len(words["left"]), len(words["right"]))
    for number, passage in enumerate(made.passages, 1):
        lines.append(f"{words['passage']} {number} ({passage.score})")
        for side, name in enumerate(("left", "right")):
            start, end = (passage.left, passage.right)[side]
            text = "".join(_bracketed(*each) for each in _pieces((made.left, made.right)[side], passage, side))
            lines.append(f"  {words[name]:<{wide}} {start}–{end}: {text}")
    return "\n".join(lines if made.passages else [*lines, words["none"]])


def _bracketed(piece: str, equal: bool) -> str:
    return f"{_OPEN}{one_line(piece)}{_CLOSE}" if equal else one_line(piece)

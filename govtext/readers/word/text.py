"""The text of one Word paragraph, as it is printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml.etree import _Element

from govtext.readers.word.names import MC, VALUE, W, child, is_on

_TEXTS = frozenset({W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_RUN, _RUN_PROPERTIES, _ALIGN = W + "r", W + "rPr", W + "vertAlign"
TEXT_BOX = W + "txbxContent"
ALTERNATES = MC + "AlternateContent"
STRUCTURED = W + "sdt"
DELETED = frozenset({W + "del", W + "moveFrom"})
_PICTURES = frozenset(
    {"{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata"}
)
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_NO_TEXT = frozenset(
    W + name
    for name in (
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "instrText",
        "delText",
        "rt",
        "fldData",
    )
)
_COUNTED = {W + "footnoteReference": "notes", W + "endnoteReference": "notes", W + "object": "objects"}


@dataclass(slots=True)
class ParagraphText:
    """The pieces of a paragraph's text, none empty, its text boxes, and in `tally` what was met or left out."""

    tally: Counter[str]
    parts: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def collect(self, parent: _Element) -> None:
        """Add what stands in the element."""
        for each in parent:
            tag = each.tag
            if tag in _TEXTS:
                self.parts += [each.text] if each.text else []
            elif tag in _CHARACTERS:
                self.parts.append(_CHARACTERS[tag])
            elif tag == TEXT_BOX:
                self.boxes.append(each)
            elif tag == ALTERNATES:
                self._alternate(each)
            elif not self._left_out(each, tag):
                before = len(self.parts)
                self.collect(each)
                if tag == _RUN and before:
                    self._mark(before, each)

    def _mark(self, begin: int, run: _Element) -> None:
        """A raised number behind a digit is the mark of a note, and must not join the figure."""
        mark = "".join(self.parts[begin:]).strip()
        if mark.isdecimal() and self.parts[begin - 1][-1].isdecimal() and _is_raised(run):
            self.parts[begin:] = [f"[{mark}]"]

    def _alternate(self, element: _Element) -> None:
        branch = chosen_branch(element)
        if branch is not None:
            self.collect(branch)

    def _left_out(self, element: _Element, tag: str) -> bool:
        if tag in _NO_TEXT:
            return True
        if tag in _COUNTED:
            self.tally[_COUNTED[tag]] += 1
        if tag in _PICTURES:
            self.tally["pictures"] += 1
        reason = self._reason(element, tag)
        if reason:
            self.tally[reason] += 1
        return bool(reason)

    def _reason(self, element: _Element, tag: str) -> str:
        if tag in DELETED:
            return "deletions"
        if tag == _RUN and is_on(child(element, _RUN_PROPERTIES), "vanish"):
            return "hidden"
        return "placeholders" if tag == STRUCTURED and is_placeholder(element) else ""


def _is_raised(run: _Element) -> bool:
    properties = child(run, _RUN_PROPERTIES)
    align = None if properties is None else child(properties, _ALIGN)
    return align is not None and align.get(VALUE) == "superscript"


def is_placeholder(structured: _Element) -> bool:
    """Whether a content control shows its prompt and no content."""
    return is_on(child(structured, W + "sdtPr"), "showingPlcHdr")


def chosen_branch(alternates: _Element) -> _Element | None:
    """The one branch of mc:AlternateContent to read: the first that holds a text box, else the first."""
    branches = list(alternates)
    with_text = (branch for branch in branches if next(branch.iter(TEXT_BOX), None) is not None)
    return next(with_text, branches[0] if branches else None)

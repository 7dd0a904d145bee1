"""What a problem's code is called on an axis."""

from __future__ import annotations

from collections.abc import Iterable

from govtext.figures.speech import said
from govtext.problems.taxonomy import taxonomy


def code_labels(codes: Iterable[str]) -> list[str]:
    """In the language of the figures, on one line, the Chinese to its first comma; a code that the taxonomy lacks stays
    as it is.

    >>> code_labels(["timeliness", "all"])
    ['更新不及时 updates late or lagging', 'all']
    """
    known = taxonomy()
    return [said(known[code].zh.split("、")[0], known[code].en) if code in known else code for code in codes]

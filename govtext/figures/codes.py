"""What a problem's code is called on an axis."""

from __future__ import annotations

from collections.abc import Iterable

from govtext.problems.taxonomy import taxonomy


def code_labels(codes: Iterable[str]) -> list[str]:
    """Both languages on one line, the Chinese to its first comma; a code that the taxonomy lacks stays as it is.

    >>> code_labels(["timeliness", "all"])
    ['更新不及时 updates late or lagging', 'all']
    """
    known = taxonomy()
    return [f"{known[code].zh.split('、')[0]} {known[code].en}" if code in known else code for code in codes]

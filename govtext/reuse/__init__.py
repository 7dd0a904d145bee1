"""Text that is copied: from the own report of last year, from others, and within a report.

`strip` takes out what every report has to say; `near` and `align` find what is alike; `prose` makes a corpus or a frame
ready for the measures, each with its formula and source; `network` tells which reports share text.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.reuse.aligned import aligned_share, copied_sentences
    from govtext.reuse.alignment import Alignment, align
    from govtext.reuse.labels import measures
    from govtext.reuse.likeness import modification, similarity
    from govtext.reuse.linking import Network, network
    from govtext.reuse.neighbours import Near, near
    from govtext.reuse.patterns import reference_lines
    from govtext.reuse.rate import copy_rate
    from govtext.reuse.shares import boilerplate, redundancy, stickiness
    from govtext.reuse.source import Prose, prose
    from govtext.reuse.stripping import Stripped, strip
    from govtext.reuse.tabulate import sentences

_HOMES = {
    "Alignment": "alignment", "align": "alignment", "Near": "neighbours", "near": "neighbours",
    "reference_lines": "patterns", "aligned_share": "aligned", "boilerplate": "shares", "copied_sentences": "aligned",
    "copy_rate": "rate", "modification": "likeness", "Network": "linking", "network": "linking", "redundancy": "shares",
    "sentences": "tabulate", "similarity": "likeness", "stickiness": "shares", "Prose": "source", "prose": "source",
    "Stripped": "stripping", "strip": "stripping", "measures": "labels",
}  # fmt: skip

# `import govtext.reuse` stays light: each name is fetched where it is asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Alignment", "Near", "Network", "Prose", "Stripped", "align", "aligned_share", "boilerplate", "copied_sentences",
    "copy_rate", "measures", "modification", "near", "network", "prose", "redundancy", "reference_lines", "sentences",
    "similarity", "stickiness", "strip",
]  # fmt: skip

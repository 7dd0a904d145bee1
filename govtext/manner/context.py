"""Every word of tone in context, over many texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.errors import UnknownCode
from govtext.manner.hedging import groups, tone

if TYPE_CHECKING:
    import pandas as pd

    from govtext.words.segmenter import Cutter

_COLUMNS = ("document", "group", "year", "tone", "left", "word", "right", "start", "end")


def tone_context(source: Any, *names: str, segmenter: Cutter | None = None) -> pd.DataFrame:
    """Each hit of the groups (none named: all) with what stands around it: document, tone, left, word, right, offsets.

    `text[start:end] == word` in the document. Raises `UnknownCode` for a group that does not exist.

    >>> tone_context(["个别栏目更新有待加快。"], "vague_quantity")[["left", "word", "start"]].values.tolist()
    [['', '个别', 0]]
    """
    import pandas as pd

    from govtext.words import Segmenter
    from govtext.words.source import Texts, texts

    for name in names:
        if name not in groups():
            raise UnknownCode(f"no group {name!r} of words of tone", expected=", ".join(groups()))
    cutter = segmenter or Segmenter()
    given = source if isinstance(source, Texts) else texts(source)
    found = [
        (document, group, year, hit.group, hit.left, hit.word, hit.right, hit.start, hit.end)
        for batch in given.batches()
        for document, group, year, text in zip(batch.document, batch.group, batch.year, batch.text, strict=True)
        for hit in tone(text, cutter.tokens(text)).hits
        if not names or hit.group in names
    ]
    return pd.DataFrame(found, columns=list(_COLUMNS)).astype({"year": "Int64", "start": int, "end": int})

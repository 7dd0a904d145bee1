"""Where a figure comes from, kept beside it as JSON: by what it was drawn, from which data, with which versions."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from govtext.corpus.crosswalk import BREAK
from govtext.errors import GovTextError
from govtext.figures.speech import Told, told_by
from govtext.forms import forms

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

_PACKAGES = ("govtext", "matplotlib", "numpy", "pandas", "pyarrow", "pylopdf-fonts-zh-cn", "scikit-learn", "scipy")
_MARKS = ("模拟", "simulat")
_NAME_MARK = r"(^|/)simulated-[^/]*$"


def provenance(
    figure: Figure,
    data: pd.DataFrame,
    *,
    corpus: Corpus | None = None,
    lexicon: str | None = None,
    seed: int | None = None,
    simulated: bool | None = None,
) -> dict[str, Any]:
    """What is known of a figure, ready for JSON; nothing of the moment or of the machine's folders.

    `lexicon`: the hash of the segmenter or lexicon (None: the one in `data.attrs`); `simulated`: None: told by the
    figure's words and the file names of the corpus. Raises `GovTextError` where the data are simulated and neither
    title nor source says so.
    """
    told = told_by(figure) or Told("", "", "", "", None, "both")
    attrs = {str(name): each for name, each in data.attrs.items() if _plain(each)}
    return {
        "simulated": _simulated(told, corpus, simulated),
        "title": {"zh": told.zh, "en": told.en},
        "function": told.function,
        "n": told.n,
        "source": told.source,
        "language": told.language,
        "size_cm": [round(float(inches) * 2.54, 2) for inches in figure.get_size_inches()],
        "corpus": None if corpus is None else corpus_mark(corpus),
        "crosswalk": _crosswalk(),
        "lexicon": lexicon or attrs.get("segmenter"),
        "seed": seed,
        "measure": attrs,
        "versions": _versions(),
    }


def corpus_mark(corpus: Corpus) -> dict[str, Any]:
    """Reports, the code that read them, and a hash of the contents of their files, the same on every machine."""
    reports = sorted(corpus.reports.to_arrow(["report"])["report"].to_pylist())
    return {
        "reports": len(reports),
        "sha256": hashlib.sha256("\n".join(reports).encode("ascii")).hexdigest(),
        "read_by": corpus.index["version"],
        "issuers": corpus.index["resolved"],
        "narrowed": corpus.narrowed,
    }


def as_json(told: Mapping[str, Any]) -> str:
    """The same text for the same content."""
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _simulated(told: Told, corpus: Corpus | None, given: bool | None) -> bool:
    says_so = any(mark in text.lower() for mark in _MARKS for text in (told.zh, told.en, told.source))
    known = given if given is not None else says_so or (corpus is not None and _made(corpus))
    if known and not says_so:
        raise GovTextError("simulated data that are not called simulated", found=repr(told.en or told.source),
                           expected="模拟 or simulated in the title or the source")  # fmt: skip
    return known


def _made(corpus: Corpus) -> bool:
    """Some file bears the name that the simulation gives."""
    import pyarrow.compute as pc

    files = corpus.manifest.to_arrow(["file"])["file"]
    return bool(pc.any(pc.match_substring_regex(files, _NAME_MARK)).as_py())


def _plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, bool))


@cache
def _crosswalk() -> Mapping[str, Any]:
    """The forms, the year of the break, and the hash of what may be compared across it."""
    content = (resources.files("govtext.corpus") / "data" / "crosswalk.toml").read_bytes()
    # A checkout may have changed the ends of lines.
    digest = hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
    return {"forms": [form.code for form in forms()], "break": BREAK, "sha256": digest}


def _versions() -> dict[str, str | None]:
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

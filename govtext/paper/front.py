"""What stands before and behind a paper's text: title, authors, keywords, statements, and how its pages are set."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any

from govtext.errors import GovTextError

LANGUAGES = ("zh", "en")
STYLES = ("gb-numeric", "gb-author-date", "apa")
PAGES: Mapping[str, tuple[float, float]] = {
    "a4": (210, 297), "b5": (176, 250), "16k": (184, 260), "large-16k": (210, 285), "letter": (215.9, 279.4),
}  # fmt: skip
"""Page sizes in millimetres; 16k and large-16k are 16 开 and 大 16 开."""
SIZES: Mapping[str, float] = {"小三": 15, "四号": 14, "小四": 12, "五号": 10.5, "小五": 9}
"""Chinese names of font sizes, in points."""
STATEMENTS = ("data_availability", "code_availability", "interests", "funding", "acknowledgements")
_IDENTIFYING = ("funding", "acknowledgements")
Both = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Author:
    """One who wrote the paper; names and affiliations by language."""

    name: Both
    affiliation: Both
    orcid: str = ""
    email: str = ""
    corresponding: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """All that the notebook's metadata say of the paper, under the key `paper`; texts by language."""

    title: Both
    authors: tuple[Author, ...]
    lang: str = "zh"
    keywords: Mapping[str, tuple[str, ...]] | None = None
    abstract: Both | None = None
    classification: str = ""
    date: str = ""
    data_availability: Both | None = None
    code_availability: Both | None = None
    interests: Both | None = None
    funding: Both | None = None
    acknowledgements: Both | None = None
    bibliography: str = ""
    style: str = "gb-numeric"
    page: str = "a4"
    margin: float = 25
    font_size: float = 10.5
    line_spacing: float = 1.5
    anonymous: bool = False
    line_numbers: bool = False
    code: bool = False
    provenance: bool = True

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is a title, the paper's own first."""
        return tuple(sorted((each for each in LANGUAGES if self.title.get(each)), key=lambda each: each != self.lang))

    def statements(self) -> dict[str, str]:
        """The statements that are printed, in the paper's language, by name; anonymously without who paid or helped."""
        hidden = _IDENTIFYING if self.anonymous else ()
        texts = {name: getattr(self, name) for name in STATEMENTS if name not in hidden}
        return {name: text[self.lang] for name, text in texts.items() if text and text.get(self.lang)}

    def with_options(self, **options: Any) -> Front:
        """The same with those options that are not None."""
        made = replace(self, **{name: value for name, value in options.items() if value is not None})
        return _checked(made, None)


@cache
def labels(lang: str) -> Mapping[str, str]:
    """The words that the machinery writes, in a language."""
    text = resources.files("govtext.paper").joinpath("labels.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[lang])


def read(metadata: Mapping[str, Any], file: str | None = None) -> Front:
    """The front matter among a notebook's metadata; raises `GovTextError` that names the key that is wrong.

    >>> read({"paper": {"title": "题目", "authors": [{"name": "张三"}]}}).title
    {'zh': '题目'}
    >>> read({"paper": {"titel": "题目"}})
    Traceback (most recent call last):
    govtext.errors.GovTextError: the front matter has an unknown key (at metadata paper.titel; expected one of: ...
    """
    raw = metadata.get("paper")
    if not isinstance(raw, Mapping):
        raise GovTextError("the notebook has no front matter", file=file, expected="metadata with the key 'paper'")
    names = {each.name for each in fields(Front)}
    for key in raw:
        if key not in names:
            raise _wrong("the front matter has an unknown key", file, key, None, "one of: " + ", ".join(sorted(names)))
    for key in ("title", "authors"):
        if not raw.get(key):
            raise _wrong("the front matter lacks a key", file, key, None, "a text, or texts under zh and en")
    lang = raw.get("lang", "zh")
    known = {key: _typed(key, value, lang, file) for key, value in raw.items()}
    return _checked(Front(**known), file)


def _typed(key: str, value: Any, lang: str, file: str | None) -> Any:
    if key == "authors":
        return tuple(_author(each, lang, file) for each in value)
    if key == "keywords":
        by = value if isinstance(value, Mapping) else {lang: value}
        return {each: tuple(words) for each, words in by.items()}
    if key in (*STATEMENTS, "title", "abstract"):
        return _both(value, lang, key, file)
    if key == "font_size":
        return SIZES.get(value, value) if isinstance(value, str) else value
    return value


def _both(value: Any, lang: str, key: str, file: str | None) -> Both:
    by = value if isinstance(value, Mapping) else {lang: value}
    if not by or not all(each in LANGUAGES and isinstance(text, str) for each, text in by.items()):
        raise _wrong("the front matter has no text there", file, key, repr(value), "a text, or texts under zh and en")
    return dict(by)


def _author(raw: Any, lang: str, file: str | None) -> Author:
    if not isinstance(raw, Mapping) or "name" not in raw:
        raise _wrong("an author has no name", file, "authors", repr(raw), "name, affiliation, orcid, email")
    unknown = set(raw) - {each.name for each in fields(Author)}
    if unknown:
        raise _wrong("an author has an unknown key", file, f"authors.{min(unknown)}", None, "name, affiliation, orcid")
    made = Author(
        _both(raw["name"], lang, "authors.name", file),
        _both(raw.get("affiliation", ""), lang, "authors.affiliation", file),
        raw.get("orcid", ""), raw.get("email", ""), bool(raw.get("corresponding", False)),
    )  # fmt: skip
    if made.orcid and not orcid_holds(made.orcid):
        raise _wrong("an ORCID is wrong", file, "authors.orcid", made.orcid, "0000-0000-0000-000X, check digit right")
    return made


def orcid_holds(orcid: str) -> bool:
    """Whether form and check digit (ISO 7064, MOD 11-2) of an ORCID are right.

    >>> orcid_holds("0000-0002-1825-0097"), orcid_holds("0000-0002-1825-0098")
    (True, False)
    """
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", orcid):
        return False
    digits, last = orcid.replace("-", "")[:-1], orcid[-1]
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == last


def _checked(front: Front, file: str | None) -> Front:
    choices = {"lang": LANGUAGES, "style": STYLES, "page": tuple(PAGES)}
    for key, allowed in choices.items():
        if getattr(front, key) not in allowed:
            raise _wrong("the front matter asks for something unknown", file, key, repr(getattr(front, key)),
                         "one of: " + ", ".join(allowed))  # fmt: skip
    bounds = {"font_size": (8, 16), "line_spacing": (1, 3), "margin": (10, 50)}
    for key, (low, high) in bounds.items():
        value = getattr(front, key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise _wrong("the front matter has no such measure", file, key, repr(value), f"from {low} to {high}")
    if front.lang not in front.title:
        raise _wrong("the title is missing in the paper's language", file, f"title.{front.lang}", None, front.lang)
    return front


def _wrong(what: str, file: str | None, key: str, found: str | None, expected: str) -> GovTextError:
    return GovTextError(what, file=file, place=f"metadata paper.{key}", found=found, expected=expected)

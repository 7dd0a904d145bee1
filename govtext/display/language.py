"""The language of what is shown, and every label in it; results never depend on it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any

from govtext.errors import UnknownCode

LANGUAGES = ("zh", "en")
_current: ContextVar[str] = ContextVar("language", default="en")


def set_language(language: str) -> None:
    """Set the language of displays, `zh` or `en`, for this session; frames and commands stay as they are.

    >>> set_language("en")
    >>> set_language("fr")
    Traceback (most recent call last):
    govtext.errors.UnknownCode: no language 'fr' (expected zh or en)
    """
    _current.set(known(language))


def current(language: str | None = None) -> str:
    """The language asked for, or else the one that is set."""
    return _current.get() if language is None else known(language)


def known(language: str) -> str:
    """The language itself; raises `UnknownCode` for one that there are no labels in."""
    if language not in LANGUAGES:
        raise UnknownCode(f"no language {language!r}", expected="zh or en")
    return language


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Every label of the displays: dotted name to language to text."""
    text = (resources.files(__package__) / "labels.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, Mapping[str, str]]]:
    pairs: list[tuple[str, Mapping[str, str]]] = []
    for name, value in tree.items():
        if all(isinstance(text, str) for text in value.values()):
            pairs.append((prefix + name, value))
        else:
            pairs += _flat(value, f"{prefix}{name}.")
    return pairs


def label(name: str, language: str, fallback: str = "") -> str:
    """The label with this name; where there is none, `fallback`, or the name's last part.

    >>> label("finding.fail", "en"), label("finding.fail", "zh"), label("rule.unheard_of", "en")
    ('fail', '不符', 'unheard_of')
    """
    entry = labels().get(name)
    return entry[language] if entry else fallback or name.rsplit(".", 1)[-1]


def labeller(language: str) -> Callable[..., str]:
    """`label` bound to one language."""
    return lambda name, fallback="": label(name, language, fallback)

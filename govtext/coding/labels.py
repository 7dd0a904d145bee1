"""Labels of the sheet and the panel (data/labels.toml), in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from govtext.display.language import current


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Name to language to label."""
    text = (resources.files(__package__) / "data" / "labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(name: str, language: str | None = None, **values: object) -> str:
    """A label; a name that has none, as a column of one's own, is its own label.

    >>> say("progress", "en", done=3, all=9), say("note", "zh"), say("my_column", "en")
    ('3 of 9 coded', '备注', 'my_column')
    """
    entry = labels().get(name)
    if entry is None:
        return name
    return entry[current(language)].format(**values) if values else entry[current(language)]

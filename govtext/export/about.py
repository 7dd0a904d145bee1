"""What only the publisher of an export knows, from a TOML file; what is not in it is said to be not stated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from govtext.errors import GovTextError


@dataclass(frozen=True, slots=True)
class About:
    """Title, version, creators, licence and the like; empty where the publisher says nothing.

    `sources`: where the reports come from; `collected`: how and when they were gathered; `restrictions`: what may not
    be done with them.
    """

    title: str = ""
    version: str = ""
    creators: tuple[str, ...] = ()
    licence: str = ""
    licence_url: str = ""
    sources: tuple[str, ...] = ()
    collected: str = ""
    purpose: str = ""
    funding: str = ""
    restrictions: str = ""
    homepage: str = ""
    contact: str = ""
    maintenance: str = ""


def read_about(path: str | Path) -> About:
    """Read the file; raises `GovTextError` where it is no TOML, or names what there is not."""
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GovTextError("what is to be said of the data cannot be read", file=str(path), found=str(error)) from error
    return _about(raw, str(path))


def _about(raw: Mapping[str, Any], path: str) -> About:
    kinds = {each.name: type(each.default) for each in fields(About)}
    for name, value in raw.items():
        if name not in kinds:
            raise GovTextError("no such entry", file=path, found=repr(name), expected=", ".join(kinds))
        several = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not (several if kinds[name] is tuple else isinstance(value, str)):
            wanted = "a list of texts" if kinds[name] is tuple else "a text"
            raise GovTextError("an entry of another kind", file=path, place=name, expected=wanted)
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return About(**given)

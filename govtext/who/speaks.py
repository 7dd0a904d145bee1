"""For whom an office speaks: for its government, or for itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from govtext.parse.prose.report_title import read_title
from govtext.who.divisions import Divisions
from govtext.who.names import take_apart
from govtext.who.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Speaker:
    """`for_government` None: the report does not tell."""

    for_government: bool | None
    rule: str
    evidence: str


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = (resources.files("govtext.who") / "data" / "speaks.toml").read_text(encoding="utf-8")
    return {side: tuple(map(re.compile, patterns)) for side, patterns in tomllib.loads(text).items()}


def speaks_for(sighting: Sighting, divisions: Divisions) -> Speaker:
    """Whether an office's report is its government's: the title says so, or the preface does.

    >>> from govtext.who.lists import divisions
    >>> speaks_for(Sighting("a", preface="本机关收到政府信息公开申请3件。"), divisions()).for_government
    False
    """
    titled = read_title(sighting.title)
    if titled and titled[1] and take_apart(titled[1], sighting.year, divisions).body == "government":
        return Speaker(True, "the title names the government", f"title: 「{sighting.title}」")
    text = "".join(sighting.preface.split())
    found = {side: match for side in ("government", "own") if (match := _first(side, text))}
    if set(found) == {"government", "own"}:
        said = "; ".join(f"「{match.group()}」" for match in found.values())
        return Speaker(None, "the preface speaks for both", said)
    for side, match in found.items():
        rule = "the office speaks for the government" if side == "government" else "the office speaks for itself"
        return Speaker(side == "government", rule, f"preface: 「{match.group()}」")
    return Speaker(None, "nothing says for whom the office speaks", "")


def _first(side: str, text: str) -> re.Match[str] | None:
    return next((match for pattern in _patterns()[side] if (match := pattern.search(text))), None)

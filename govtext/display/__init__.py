"""How a report shows itself in a notebook and in a terminal."""

from __future__ import annotations

from typing import Protocol

from govtext.model import Finding, Reading


class Shown(Protocol):
    """What a display needs of a report: its reading and its findings."""

    @property
    def reading(self) -> Reading: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...

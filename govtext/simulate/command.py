"""What the command line gives, made ready for `simulate`."""

from __future__ import annotations

import re

from govtext.errors import GovTextError

_PART = re.compile(r"(\d{4})(?:[-–~](\d{4}))?")


def years_of(text: str) -> list[int]:
    """The years that a text such as 2019-2024 or 2019,2021 names; raises `GovTextError` where it names none.

    >>> years_of("2019-2021,2024")
    [2019, 2020, 2021, 2024]
    """
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise GovTextError("years not understood", found=repr(text), expected="2019-2024, or 2019,2021")
        found.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(found)

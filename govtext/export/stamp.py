"""The one time that stands in files of an export: SOURCE_DATE_EPOCH, or a constant; never the time of day."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from govtext.errors import GovTextError

CONSTANT = datetime(1980, 1, 1)
"""The oldest time that a zip file can hold."""


def stamp() -> datetime:
    """SOURCE_DATE_EPOCH as a time in UTC without zone, or else the constant; raises `GovTextError` for no number."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return CONSTANT
    try:
        return max(CONSTANT, datetime.fromtimestamp(int(given), UTC).replace(tzinfo=None))
    except (ValueError, OverflowError, OSError) as error:
        raise GovTextError("SOURCE_DATE_EPOCH is no time", found=repr(given), expected="seconds since 1970") from error

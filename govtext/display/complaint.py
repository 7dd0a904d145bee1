"""What went wrong, in one line on standard error."""

from __future__ import annotations

import os
import sys
import traceback

from govtext.display.safe import one_line, short
from govtext.errors import GovTextError

DEBUG = "GOVTEXT_DEBUG"


def complain(error: Exception, file: str | None = None) -> None:
    """Say in one line `FILE: what is wrong`; the traceback comes only where `GOVTEXT_DEBUG` is set."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    if isinstance(error, GovTextError):
        said = error.reason if file is not None else str(error)
    else:
        said = f"unexpected {type(error).__name__}: {error} ({DEBUG}=1 shows where)"
    print(one_line(short(f"{file or repr(file)}: {said}" if file is not None else said, 1000)), file=sys.stderr)

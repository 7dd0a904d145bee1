"""Chinese government reports on information disclosure as tidy, checked, traceable data."""

from govtext.display.language import set_language
from govtext.errors import GovTextError
from govtext.limits import Limits
from govtext.report import Report, read

__version__ = "0.1.0"

__all__ = ["GovTextError", "Limits", "Report", "__version__", "read", "set_language"]

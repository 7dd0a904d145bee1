"""Chinese government reports on information disclosure as tidy, checked, traceable data."""

from govtext.corpus import build, open_corpus
from govtext.display.language import set_language
from govtext.errors import GovTextError
from govtext.limits import Limits
from govtext.report import Report, items, read

__version__ = "0.1.0"

__all__ = ["GovTextError", "Limits", "Report", "__version__", "build", "items", "open_corpus", "read", "set_language"]

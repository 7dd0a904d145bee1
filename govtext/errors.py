"""The one family of errors; every message says file, place, what was found and what was expected."""

from __future__ import annotations


class GovTextError(Exception):
    """Something went wrong that a user can act on.

    The message is one line: what is wrong, then place, found and expected where they are known.

    >>> str(GovTextError("no table", file="a.html", place="line 3", expected="the requests table"))
    'a.html: no table (at line 3; expected the requests table)'
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | None = None,
        place: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.what, self.file, self.place, self.found, self.expected = what, file, place, found, expected
        super().__init__(what)

    @property
    def reason(self) -> str:
        """The message without the file's name, on one line."""
        details = [
            f"{word} {value}"
            for word, value in (("at", self.place), ("found", self.found), ("expected", self.expected))
            if value
        ]
        message = self.what + (f" ({'; '.join(details)})" if details else "")
        return " ".join(message.split())

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}" if self.file else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.file, self.place, self.found, self.expected)


def _rebuild(kind: type[GovTextError], what: str, *details: str | None) -> GovTextError:
    file, place, found, expected = details
    return kind(what, file=file, place=place, found=found, expected=expected)


class UnreadableFile(GovTextError):
    """The file is missing, empty, damaged, encrypted, or of a kind that is not read."""


class BoundExceeded(GovTextError):
    """The file asks for more than the limits allow: bytes, pages, cells, nesting, spans."""


class MissingExtra(GovTextError):
    """A part that is installed separately is needed; the message says how to get it."""


class NotAReport(GovTextError):
    """The file was read, but it is no annual report on information disclosure."""


class UnknownCode(GovTextError):
    """A table, row, column, rule or language was asked for that does not exist."""

"""Four sessions for a class: checks of what a student answers, and student copies derived from the master notebooks.

`Reading`, `Arithmetic`, `Coding` and `Copying` compute each right answer from the data and never show it;
`student_copy` takes the solutions and the instructor's notes out of a master; `python -m govtext.teaching` writes the
copies and the data they need into one folder.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.teaching.answers import Answers, NotAnswered, WrongAnswer
    from govtext.teaching.arithmetic import Arithmetic
    from govtext.teaching.codes import Coding
    from govtext.teaching.copies import Copying
    from govtext.teaching.folder import data_folder
    from govtext.teaching.reading import Reading
    from govtext.teaching.student import BadMaster, student_copy, write_students

_HOMES = {
    "Answers": "answers", "NotAnswered": "answers", "WrongAnswer": "answers", "Arithmetic": "arithmetic",
    "Coding": "codes", "Copying": "copies", "data_folder": "folder", "Reading": "reading", "BadMaster": "student",
    "student_copy": "student", "write_students": "student",
}  # fmt: skip

# A student's check needs no nbconvert, so each name is fetched where it is asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Answers", "Arithmetic", "BadMaster", "Coding", "Copying", "NotAnswered", "Reading", "WrongAnswer", "data_folder",
    "student_copy", "write_students",
]  # fmt: skip

"""What all sessions share: an answer is settled, and a slip gets a message that helps without giving the answer."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import ClassVar

from govtext.errors import GovTextError
from govtext.teaching.judging import RIGHT, UNANSWERED


class NotAnswered(GovTextError):
    """The three dots still stand where an answer belongs."""

    def _render_traceback_(self, *_: object) -> list[str]:
        """What Jupyter shows: the message alone, for a student needs no stack."""
        return [f"… {self.what}"]


class WrongAnswer(GovTextError):
    """The answer is not the one that the data give."""

    def _render_traceback_(self, *_: object) -> list[str]:
        """What Jupyter shows: the message alone, for a student needs no stack."""
        return [f"✗ {self.what}"]


@cache
def messages() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Session to exercise to slip to the message in zh and en; session `any` holds what all exercises share."""
    text = (resources.files(__package__) / "data" / "messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def message(session: str, exercise: str, slip: str) -> str:
    """A slip's message, Chinese first: the exercise's own, else the one that all share.

    >>> message("reading", "not_held", "not_number")
    'not_held：这里要填一个数字。 · A number belongs here.'
    """
    told = messages()
    entry = told[session][exercise].get(slip) or told["any"]["any"][slip]
    return f"{exercise}：{entry['zh']} · {entry['en']}"


class Answers:
    """The exercises of a session, a method each; `settle` says right, or raises."""

    session: ClassVar[str]

    def __init__(self) -> None:
        self.right: dict[str, bool] = dict.fromkeys(messages()[self.session], False)

    def settle(self, exercise: str, slip: str) -> None:
        """Print that the answer is right; raises `NotAnswered` or `WrongAnswer` with the slip's message."""
        self.right[exercise] = slip == RIGHT
        if slip == UNANSWERED:
            raise NotAnswered(message(self.session, exercise, slip))
        if slip != RIGHT:
            raise WrongAnswer(message(self.session, exercise, slip))
        sys.stdout.write(f"✓ {message(self.session, exercise, 'right')}\n")  # at once: one output of the cell

    def __repr__(self) -> str:
        done = [name for name, right in self.right.items() if right]
        left = [name for name, right in self.right.items() if not right]
        told = f"{len(done)} / {len(self.right)} 题正确 · exercises right"
        return told + (f"；还差 · left: {', '.join(left)}" if left else "")

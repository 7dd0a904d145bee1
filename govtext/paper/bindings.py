"""Numbers of the prose bound to the cells that computed them: `bind` in a cell, `{gov:name}` in the text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from govtext.errors import GovTextError

MIME = "application/vnd.govtext.binding+json"
"""The kind of output under which a notebook keeps a bound number."""
NAME = re.compile(r"[a-z][a-z0-9_.-]*")
_CODE_OR_USE = re.compile(
    r"(?P<code>(?P<ticks>`+).+?(?P=ticks))|\{gov:(?P<name>[^}:]*)(?::(?P<spec>[^}]*))?\}", re.DOTALL
)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")


@dataclass(frozen=True, slots=True)
class Binding:
    """A number or a text that the prose may use.

    `cell` is the number of the cell that bound it, counted from 1; 0 while it is in no notebook.
    """

    name: str
    value: int | float | str
    unit: str = ""
    format: str = ""
    cell: int = 0

    def text(self, spec: str | None = None) -> str:
        """The value as it is printed, its unit behind it; in a format of one's own the bare value.

        >>> Binding("share", 0.0512, format=".1%").text()
        '5.1%'
        >>> Binding("reports", 1234, unit=" 份").text(), Binding("reports", 1234, unit=" 份").text(",d")
        ('1234 份', '1,234')
        """
        chosen = spec or self.format or ("" if isinstance(self.value, str) else _DEFAULT[type(self.value)])
        try:
            printed = format(self.value, chosen)
        except ValueError as error:
            raise GovTextError(
                f"the bound number {self.name!r} cannot be printed as {chosen!r}", found=repr(self.value)
            ) from error
        minus = printed if isinstance(self.value, str) else printed.replace("-", "−")
        return minus + ("" if spec else self.unit)


_DEFAULT: Mapping[type, str] = {int: "d", float: ".2f"}


def bind(name: str, value: Any, *, unit: str = "", format: str = "") -> None:  # noqa: A002 - the word of Python
    """Keep a number in the notebook's outputs under a name, for `{gov:name}` in the prose.

    `value`: an integer, a float or a text (numpy's scalars too); `unit` is printed behind it as it stands, blank and
    all; `format` is a format specification of Python (without one: integers plainly, floats with two decimals).
    Raises `GovTextError` for a name that is none, a missing value, or a format that does not fit.

    >>> bind("reports", 71, unit=" 份")
    reports = 71 份
    >>> bind("share", float("nan"))
    Traceback (most recent call last):
    govtext.errors.GovTextError: the bound number 'share' is no value (found nan)
    """
    made = Binding(name, _plain(name, value), unit, format)
    if not NAME.fullmatch(name):
        raise GovTextError(
            "a bound number has no such name", found=repr(name), expected="lower-case letters, digits, _"
        )
    text = f"{name} = {made.text()}"
    content = {"name": name, "value": made.value, "unit": unit, "format": format}
    publish({MIME: content, "text/plain": text})


def publish(bundle: Mapping[str, Any]) -> None:
    """Show a bundle of one output in every form, in a notebook; elsewhere print its text."""
    from IPython.core.getipython import get_ipython
    from IPython.display import publish_display_data

    if get_ipython() is None:
        print(bundle["text/plain"])
    else:
        publish_display_data(dict(bundle))  # type: ignore[no-untyped-call]


def _plain(name: str, value: Any) -> int | float | str:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        if isinstance(value, str) and value:
            return value
        if not isinstance(value, str) and math.isfinite(value):
            return value
    raise GovTextError(f"the bound number {name!r} is no value", found=repr(value))


def collect(outputs: Iterable[tuple[int, Mapping[str, Any]]], file: str | None = None) -> dict[str, Binding]:
    """The bindings among (cell, output) pairs, by name; raises `GovTextError` where two cells bind one name."""
    found: dict[str, Binding] = {}
    for cell, output in outputs:
        content = output.get("data", {}).get(MIME)
        if content is None:
            continue
        made = Binding(content["name"], content["value"], content["unit"], content["format"], cell)
        if made.name in found:
            raise GovTextError(
                f"the number {made.name!r} is bound twice", file=file,
                place=f"cell {found[made.name].cell} and cell {cell}", expected="one binding a name",
            )  # fmt: skip
        found[made.name] = made
    return found


def fill(text: str, bindings: Mapping[str, Binding], place: str = "", file: str | None = None) -> str:
    """The text with every `{gov:name}` or `{gov:name:format}` replaced, code left alone.

    Raises `GovTextError` with file and place for a name that no cell binds.

    >>> fill("共 {gov:n} 份，`{gov:n}`", {"n": Binding("n", 71)})
    '共 71 份，`{gov:n}`'
    >>> fill("{gov:m}", {}, "cell 3", "a.ipynb")
    Traceback (most recent call last):
    govtext.errors.GovTextError: a.ipynb: no cell binds the number 'm' (at cell 3; expected one of: none is bound)
    """

    def filled(match: re.Match[str]) -> str:
        if match["code"]:
            return match["code"]
        if match["name"] not in bindings:
            known = ", ".join(sorted(bindings)) or "none is bound"
            raise GovTextError(
                f"no cell binds the number {match['name']!r}", file=file, place=place, expected=f"one of: {known}"
            )
        return _MARKUP.sub(r"\\\1", bindings[match["name"]].text(match["spec"]))

    return _CODE_OR_USE.sub(filled, text)


def changed(kept: Mapping[str, Binding], now: Mapping[str, Binding]) -> list[tuple[str, str, str]]:
    """Name, kept text and new text of every binding that is gone or prints otherwise than it did."""
    return [
        (name, old.text(), now[name].text() if name in now else "none")
        for name, old in kept.items()
        if name not in now or now[name].text() != old.text()
    ]

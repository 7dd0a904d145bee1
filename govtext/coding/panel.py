"""The coding panel in JupyterLab: an item in its context, a button a code, saved after every click."""

from __future__ import annotations

from html import escape
from os import PathLike
from typing import TYPE_CHECKING, Any

from govtext.coding.codebook import Codebook
from govtext.coding.labels import say
from govtext.coding.progress import Progress
from govtext.coding.sheet import parted
from govtext.display.language import current
from govtext.display.safe import visible
from govtext.errors import MissingExtra

if TYPE_CHECKING:
    import pandas as pd

_MOST_SHOWN = 20_000


class CodingPanel:
    """Code items one after the other; show the panel as a cell's last line.

    `items`: item_id and text, and where they are there kind, context, start, end. `path`: a CSV of the coding, which is
    written after every change (aside, then renamed) and taken up again when the panel is opened anew. Buttons choose
    codes, the first chosen is the point; from the keyboard numbers or codes with Enter, `n`, `p`, `u` and `c` for
    next, previous, next uncoded and clear. `progress` is the same without widgets. Raises `BadCoding` for a file of
    other items, `MissingExtra` without ipywidgets.
    """

    def __init__(
        self,
        items: pd.DataFrame,
        path: str | PathLike[str],
        *,
        codebook: Codebook | None = None,
        language: str | None = None,
    ) -> None:
        self.language = current(language)
        self.codebook = codebook or Codebook.standard()
        self.progress = Progress(items, path, self.codebook)
        self._showing = False
        self._make()
        self.show()

    def _make(self) -> None:
        w = _widgets()
        self.status, self.item, self.chosen = w.HTML(), w.HTML(), w.HTML()
        self.buttons = {
            entry.code: self._button(w, number, entry) for number, entry in enumerate(self.codebook.entries, 1)
        }
        self.note = w.Textarea(description=self._say("note"), continuous_update=False, layout=w.Layout(width="99%"))
        self.keys = w.Text(description=self._say("keys"), placeholder=self._say("keys_help"), continuous_update=False,
                           layout=w.Layout(width="99%"))  # fmt: skip
        self.previous, self.next, self.uncoded = (
            w.Button(description=self._say(n)) for n in ("previous", "next", "uncoded")
        )
        self.previous.on_click(lambda _: self.go(-1))
        self.next.on_click(lambda _: self.go(1))
        self.uncoded.on_click(lambda _: self.go(0))
        self.note.observe(self._noted, "value")
        self.keys.observe(self._typed, "value")
        grid = w.Box(list(self.buttons.values()), layout=w.Layout(flex_flow="row wrap"))
        moves = w.HBox([self.previous, self.next, self.uncoded, self.status])
        self.widget = w.VBox([moves, self.item, self.chosen, grid, self.keys, self.note])

    def _button(self, w: Any, number: int, entry: Any) -> Any:
        button = w.ToggleButton(
            description=f"{number} {getattr(entry, self.language)}", layout=w.Layout(width="260px"),
            tooltip=f"{entry.code}: {getattr(entry, f'definition_{self.language}')}",
        )  # fmt: skip
        button.observe(lambda change: self._clicked(entry.code, change["new"]), "value")
        return button

    def show(self) -> None:
        """Bring every widget in line with the coding."""
        self._showing = True
        try:
            row, codes = self.progress.row, self.progress.codes
            self.status.value = escape(
                f"{self.progress.position + 1}: {visible(row['item_id'])} · "
                + self._say("progress", done=self.progress.done, all=len(self.progress))
            )
            self.item.value = self._in_context()
            names = [f"{code} {self._label(code)}" for code in codes] or [self._say("nothing")]
            self.chosen.value = escape(f"{self._say('chosen')}: {', '.join(names)}")
            for code, button in self.buttons.items():
                button.value = code in codes
            self.note.value, self.keys.value = self.progress.note, ""
        finally:
            self._showing = False

    def go(self, step: int) -> None:
        """To the next item (1), the one before (−1), or the next that has no code (0)."""
        self.progress.go(step)
        self.show()

    def type(self, keys: str) -> None:
        """What the keyboard line does with a line: codes or their numbers, n, p, u, c; what it does not know, it says.

        Codes replace those of the item, and the panel goes on to the next.
        """
        word = keys.strip().lower()
        if word in ("n", "p", "u"):
            return self.go({"n": 1, "p": -1, "u": 0}[word])
        try:
            self.progress.set(() if word == "c" else self._named(keys))
        except ValueError as error:
            self.keys.value, self.chosen.value = "", escape(str(error))
            return None
        return self.show() if word == "c" else self.go(1)

    def _named(self, keys: str) -> tuple[str, ...]:
        codes = self.codebook.codes
        return tuple(
            codes[int(word) - 1] if word.isascii() and word.isdigit() and 0 < int(word[:4]) <= len(codes) else word
            for word in keys.split()
        )

    def _typed(self, change: Any) -> None:
        if not self._showing and change["new"].strip():
            self.type(change["new"])

    def _noted(self, change: Any) -> None:
        if not self._showing:
            self.progress.annotate(change["new"])

    def _clicked(self, code: str, on: bool) -> None:
        if self._showing:
            return
        try:
            self.progress.toggle(code, on)
        except ValueError as error:
            self.show()
            self.chosen.value = escape(str(error))
        else:
            self.show()

    def _in_context(self) -> str:
        row = self.progress.row
        before, item, after = (escape(visible(part[:_MOST_SHOWN])).replace("\n", "<br>") for part in parted(row))
        text = escape(visible(str(row["text"])[:_MOST_SHOWN])).replace("\n", "<br>")
        kind = f"<b>{escape(say(str(row['kind']), self.language))}</b> " if "kind" in row else ""
        shown = f"{before}<mark>{item}</mark>{after}" if item else f"<mark>{text}</mark><hr>{before}"
        return f"<div style='line-height:1.6;max-width:60em'>{kind}{shown}</div>"

    def _label(self, code: str) -> str:
        return next(str(getattr(entry, self.language)) for entry in self.codebook.entries if entry.code == code)

    def _say(self, name: str, **values: object) -> str:
        return say(name, self.language, **values)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"<CodingPanel: {self._say('progress', done=self.progress.done, all=len(self.progress))}>"


def _widgets() -> Any:
    try:
        import ipywidgets  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("the panel needs ipywidgets", expected="pip install ipywidgets") from error
    return ipywidgets

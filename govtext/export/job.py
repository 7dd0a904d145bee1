"""What every writer of an export is given: the tables, the language of the labels, and what is to be said of them."""

from __future__ import annotations

from dataclasses import dataclass

from govtext.export.about import About
from govtext.export.outgoing import Outgoing
from govtext.export.simulated import Simulated
from govtext.export.words import word


@dataclass(frozen=True, slots=True)
class Job:
    """`tables`: what is written; `language`: of labels inside data files; `narrowed`: the filter in words, or empty.

    `dataset`: twelve hexadecimal digits that change with any row of the corpus; `readers`: versions that read them.
    """

    tables: tuple[Outgoing, ...]
    language: str
    about: About
    simulated: Simulated
    dataset: str
    readers: tuple[str, ...]
    narrowed: str = ""
    bom: bool = False

    @property
    def title(self) -> str:
        """The publisher's title, or a plain one; marked where the data are simulated."""
        plain = {"zh": "政府信息公开工作年度报告数据集", "en": "Annual reports on government information disclosure"}
        mark = word(f"{self.simulated.kind}_mark", self.language) if self.simulated else ""
        return mark + (self.about.title or plain[self.language])

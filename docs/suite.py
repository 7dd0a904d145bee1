"""Keeps the notebook suite together: index, previous and next links, and one kernel, told from the notebooks' titles.

`python docs/suite.py` puts them right; `stale` says which are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
INDEX, LINKS = "00-index.ipynb", "links"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
HEAD = """# 目录：从一份报告到一项研究 · Index: from one report to a study

**问题 Question.** 每个笔记本回答一个问题；从哪一个读起？ *Each notebook answers one question. Where to begin?*

**数据 Data.** `data/real/` 两份公开的报告，`data/sample/` 和 `data/coded/` 为**模拟**；全部离线运行。 \
*Two public reports; the rest is **simulated**. All run offline.*

**回答 Answer.** 按顺序读，或者挑自己的问题；每本末尾有前后链接。 *In order, or by your question; each ends with links.*
"""
TEACHING = """## 教学 · Teaching

四次课，每次 90 分钟；这里是教师本（有答案和说明），`make teaching` 生成学生本。 \
*Four sessions of 90 minutes; these are the masters, with solutions and notes; `make teaching` makes student copies.*
"""
LIMITS = """## 局限 · Limitations

- 模拟数据上的结果说明方法，与中国的任何政府无关；真实报告两份，不是样本。 \
*Results on simulated data are about the method, never about any government; two real reports are no sample.*
- 每本笔记本末尾有自己的局限。 *Each notebook ends with limitations of its own.*
"""


class Title(NamedTuple):
    """A notebook's file and its title in both languages."""

    file: str
    zh: str
    en: str


def title(path: Path) -> Title:
    """The first heading, `中文 · English`; raises `ValueError` where a notebook does not begin with one."""
    first = nbformat.read(path, as_version=4).cells[0].source.split("\n")[0]
    found = re.fullmatch(r"# (.+?) · (.+)", first)
    if not found:
        raise ValueError(f"{path.name}: begins with no title 中文 · English: {first!r}")
    return Title(path.name, *found.groups())


def suite(folder: Path) -> list[Title]:
    """The numbered notebooks in order, without the index; raises `ValueError` for a number that stands twice."""
    titles = [title(path) for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")) if path.name != INDEX]
    numbers = [each.file[:2] for each in titles]
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"a number stands twice: {numbers}")
    return titles


def links(titles: Sequence[Title], at: int) -> str:
    """The last cell of a notebook: previous, index, next."""
    parts = [f"← [{titles[at - 1].zh}]({titles[at - 1].file})"] if at else []
    parts.append(f"[目录 · Index]({INDEX})")
    parts += [f"[{titles[at + 1].zh}]({titles[at + 1].file}) →"] if at + 1 < len(titles) else []
    return "---\n" + " | ".join(parts)


def linked(notebook: NotebookNode, text: str) -> NotebookNode:
    """A copy with the links as its last cell and the suite's kernel."""
    made = deepcopy(notebook)
    cell = nbformat.v4.new_markdown_cell(text, id=LINKS)
    made.cells = [*(each for each in made.cells if each.id != LINKS), cell]
    made.metadata.kernelspec = NotebookNode(KERNEL)
    return made


def index(folder: Path) -> NotebookNode:
    """The index, made of the titles alone."""
    cells = [HEAD, _listed(suite(folder), "")]
    lessons = [title(path) for path in sorted((folder / "teaching").glob("*.ipynb"))]
    if lessons:
        cells.append(TEACHING + "\n" + _listed(lessons, "teaching/"))
    made = [
        nbformat.v4.new_markdown_cell(text.strip(), id=f"i{number:02d}") for number, text in enumerate([*cells, LIMITS])
    ]
    return nbformat.v4.new_notebook(
        cells=made, metadata={"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    )


def _listed(titles: Sequence[Title], where: str) -> str:
    rows = [f"| {each.file.split('-')[0]} | [{each.zh}]({where}{each.file}) | *{each.en}* |" for each in titles]
    return "\n".join(["| | 笔记本 | notebook |", "|---|---|---|", *rows])


def wanted(folder: Path) -> dict[Path, NotebookNode]:
    """Each notebook of the suite, the index and the lessons as they should be."""
    titles = suite(folder)
    made = {folder / INDEX: index(folder)}
    for at, each in enumerate(titles):
        made[folder / each.file] = linked(nbformat.read(folder / each.file, as_version=4), links(titles, at))
    return made


def stale(folder: Path = NOTEBOOKS) -> list[str]:
    """The notebooks whose index, links or kernel are not as they should be."""
    return [path.name for path, made in wanted(folder).items() if not path.exists() or _differs(path, made)]


def _differs(path: Path, made: NotebookNode) -> bool:
    return bool(nbformat.read(path, as_version=4) != made)


def mend(folder: Path = NOTEBOOKS) -> list[str]:
    """Write those that are stale anew, their outputs untouched, and say which."""
    names = set(stale(folder))
    for path, made in wanted(folder).items():
        if path.name in names:
            nbformat.write(made, path)
    return sorted(names)


if __name__ == "__main__":
    print(*(mend() or ["nothing to mend"]), sep="\n")

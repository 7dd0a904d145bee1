"""Every `console` and `pycon` block of both READMEs runs and prints what it says; `...` stands for anything."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from docs.picture import picture
from govtext.quality import catalogue, dimensions
from govtext.statistics import definitions

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
NUMERALS = {"en": {7: "seven", 8: "eight", 9: "nine"}, "zh": {7: "七", 8: "八", 9: "九"}}


class Example(NamedTuple):
    """One command of a `console` block and what it prints."""

    command: str
    expected: str


def blocks(readme: str, language: str) -> list[str]:
    """The fenced blocks in this language."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def examples(block: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield Example(command, expected)


def run(command: str) -> str:
    """What `govtext ...` prints, both streams; no shell, so that it is the same on every system."""
    words = shlex.split(command)
    assert words[0] == "govtext"
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"}
    code = [sys.executable, "-c", "import sys; from govtext.cli import main; sys.exit(main())", *words[1:]]
    done = subprocess.run(
        code, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return done.stdout


CONSOLE = [(readme, each) for readme in READMES for block in blocks(readme, "console") for each in examples(block)]
PYCON = [(readme, block) for readme in READMES for block in blocks(readme, "pycon")]


@pytest.mark.parametrize(("readme", "example"), CONSOLE, ids=lambda value: getattr(value, "command", value))
def test_a_command_prints_what_the_readme_says(readme: str, example: Example) -> None:
    got = "".join(line.rstrip() + "\n" for line in run(example.command).splitlines())
    same = doctest.OutputChecker().check_output(example.expected, got, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert same, f"{readme}: {example.command} prints\n{got}"


@pytest.mark.parametrize(("readme", "block"), PYCON)
def test_python_gives_what_the_readme_says(readme: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest(block, {}, readme, readme, 0)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("readme", READMES)
def test_each_readme_has_examples_and_the_two_commands(readme: str) -> None:
    assert blocks(readme, "console")
    assert blocks(readme, "pycon")
    shell = "".join(blocks(readme, "sh"))
    assert "make demo" in shell
    assert "conda env create -f environment.yml" in shell


@pytest.mark.parametrize("readme", READMES)
def test_what_a_readme_links_to_exists(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_both_readmes_run_the_same_examples() -> None:
    commands = [[each.command for readme, each in CONSOLE if readme == name] for name in READMES]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_shows_what_the_tool_shows_today(language: str) -> None:
    assert (ROOT / "docs" / f"show.{language}.svg").read_text(encoding="utf-8") == picture(language), "make picture"


def test_the_counts_in_the_readmes_are_those_of_the_declared_data() -> None:
    english, chinese = ((ROOT / readme).read_text(encoding="utf-8") for readme in READMES)
    declared, indicators, sides = len(definitions()), len(catalogue()), len(dimensions())
    assert f"{declared} rates" in english
    assert f"{declared} 个比率" in chinese
    assert f"{NUMERALS['en'][sides]} declared dimensions, {indicators} indicators" in english
    assert f"{NUMERALS['zh'][sides]}个维度、{indicators} 个指标" in chinese

"""Every figure of the package on data/sample: without a warning, every text to be read, nothing over anything."""

from __future__ import annotations

import json
import pkgutil
import re
import warnings
from collections import Counter
from importlib import import_module
from inspect import signature
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import govtext.figures
from govtext.corpus import build
from govtext.figures import COLOURS, missing_characters, save, style, text_faults
from govtext.figures.proof import drawn_texts
from tests.figures.gallery import GALLERY, Drawn, Sample
from tests.figures.pdf import embedded, text_of

ROOT = Path(__file__).resolve().parents[2]
SPEAKS = tuple(GALLERY)
"""Figures whose labels follow the language: all."""
ALWAYS = ("data/sample", "Wilson")
"""What is written so in every language."""


def figure_modules() -> set[str]:
    """Modules that have a public function of their own which gives a figure and its data."""
    names = [each.name for each in pkgutil.iter_modules(govtext.figures.__path__)]
    return {name for name in names if _has_figure(f"govtext.figures.{name}")}


def _has_figure(module: str) -> bool:
    functions = [each for name, each in vars(import_module(module)).items() if not name.startswith("_")]
    own = [each for each in functions if getattr(each, "__module__", "") == module and callable(each)]
    return any(str(signature(each).return_annotation) == "tuple[Figure, pd.DataFrame]" for each in own)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = ROOT / "data" / "sample"
    out = tmp_path_factory.mktemp("gallery") / "corpus"
    return Sample(build(folder / "reports", places=folder / "places.csv", out=out, workers=1, progress=False).open())


@pytest.fixture(scope="module")
def drawn() -> dict[str, Drawn]:
    """What was drawn already: a figure is drawn once and looked at by several tests."""
    return {}


def figure_of(name: str, sample: Sample, drawn: dict[str, Drawn]) -> Drawn:
    if name not in drawn:
        with warnings.catch_warnings(), style():
            warnings.simplefilter("error")
            drawn[name] = GALLERY[name](sample)
    return drawn[name]


def test_every_figure_is_in_the_gallery() -> None:
    assert figure_modules() == set(GALLERY)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", GALLERY)
def test_every_text_can_be_read(name: str, sample: Sample, drawn: dict[str, Drawn]) -> None:
    figure, data = figure_of(name, sample, drawn)
    with style():
        assert missing_characters(figure) == set()
        assert text_faults(figure) == []
    assert len(data)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", GALLERY)
def test_on_paper_every_character_is_there_in_an_embedded_font(
    name: str, sample: Sample, drawn: dict[str, Drawn], tmp_path: Path
) -> None:
    figure, data = figure_of(name, sample, drawn)
    file, origin, _ = save(figure, tmp_path / name, data, ("pdf",), corpus=sample.corpus)
    assert all(embedded(file).values())
    with style():
        shown = Counter(char for each in drawn_texts(figure) for char in each.text if not char.isspace())
    # A search finds a ligature or a composed character by its parts, so that there may be more of them, never fewer.
    assert not shown - Counter(text_of(file))
    told = json.loads(origin.read_text(encoding="utf-8"))
    assert told["simulated"] is True
    assert told["function"].startswith(f"govtext.figures.{name}.")
    assert told["corpus"]["reports"] == len(sample.corpus.reports)


@pytest.mark.parametrize("name", GALLERY)
def test_areas_and_lines_have_colours_of_the_palette(name: str, sample: Sample, drawn: dict[str, Drawn]) -> None:
    figure, _ = figure_of(name, sample, drawn)
    palette = {each.lower() for each in COLOURS.values()}
    strange = {each for each in colours(figure) if each not in palette and not grey(each)}
    assert strange == set()


def colours(figure: Figure) -> set[str]:
    """Of bars and lines that are seen, without their transparency."""
    bars = [each.get_facecolor() for each in figure.findobj(Rectangle) if each.get_visible()]  # type: ignore[attr-defined]
    lines = [each.get_color() for each in figure.findobj(Line2D) if each.get_visible()]  # type: ignore[attr-defined]
    return {to_hex(each) for each in (*bars, *lines)}


def grey(colour: str) -> bool:
    return colour[1:3] == colour[3:5] == colour[5:7]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("name", SPEAKS)
def test_a_figure_speaks_the_language_that_it_is_asked_to(
    name: str, language: str, sample: Sample, drawn: dict[str, Drawn]
) -> None:
    with style(language):
        figure, data = figure_of(name, sample, drawn) if language == "both" else GALLERY[name](sample)
        assert language == "both" or text_faults(figure) == []
        texts = [line for each in figure.findobj(Text) if each.get_visible() for line in each.get_text().split("\n")]
    said = own_words(texts, from_data(name, sample, data))
    chinese = [each for each in said if any(char >= "\u2e80" for char in each)]
    english = [each for each in said if re.search("[A-Za-z]{2}", each)]
    assert bool(chinese) is (language != "en"), chinese
    assert bool(english) is (language != "zh"), english


def from_data(name: str, sample: Sample, data: pd.DataFrame) -> set[str]:
    """What a figure shows of its data as it stands there: names of bodies and places, words, characters."""
    about = sample.corpus.reports.to_pandas(["issuer_name", "region"])
    names = {str(each) for column in about for each in about[column].dropna()}
    short = {one.removeprefix(other) for one in names for other in names} - {""}
    return names | short | (set(data["word"]) if name == "keyness" else set())


def own_words(texts: list[str], given: set[str]) -> list[str]:
    """What is left of the texts without them; a character that stands alone is one of a text compared."""
    told = re.compile("|".join(map(re.escape, sorted({*given, *ALWAYS}, key=len, reverse=True))))
    return [told.sub("", text) for text in texts if len(text) > 1]


def test_words_of_the_other_language_are_found() -> None:
    assert own_words(["甲市 share", "年", "乙 data/sample"], {"甲市"}) == [" share", "乙 "]

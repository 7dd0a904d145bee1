import dataclasses
import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from govtext.display import terminal
from tests.samples import Sample, faulty, reading


def shown(report: Sample, width: int = 100, language: str = "en", **options: object) -> str:
    out = io.StringIO()
    Console(file=out, width=width, markup=True, **options).print(terminal.render(report, language))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("force", [True, False])
def test_escapes_and_markup_from_a_file_are_shown_not_obeyed(force):
    made = shown(Sample(reading(title="A\x1b[31mB[red]C[/red]\x07\x9b2J\u202e")), force_terminal=force)
    plain = re.sub(r"\x1b\[[\d;]*m", "", made)  # what rich itself writes
    assert "A␛[31mB[red]C[/red]␇⟨U+009B⟩2J⟨U+202E⟩" in plain
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", plain)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 110, 140])
def test_no_line_is_wider_than_the_terminal(width, language):
    lines = shown(faulty(), width, language).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_columns_align_under_wide_characters():
    lines = shown(faulty(), 120, "zh").splitlines()
    start = next(number for number, line in enumerate(lines) if "科研机构" in line)
    rows = [line for line in lines[start + 2 : start + 26] if re.search(r"( {4,}0){4}", line)]
    rows = [re.sub(r" △2", "", line) for line in rows]
    ends = {cell_len(line.rstrip()) for line in rows}
    assert len(rows) > 10
    assert len(ends) == 1


def test_everything_is_told():
    made = shown(faulty(), 120)
    for words in ("安居区人民政府", "not known", "form of 2021", "▲1 +11", "error in the report", "7730.28", "总体情况",
                  "a lost row span was carried down", "Passed: sums 2", "Not assessable: deadline 1"):  # fmt: skip
        assert words in made


def test_statuses_are_words_not_only_colours():
    made = shown(faulty(), 140, no_color=True)
    row = next(line for line in made.splitlines() if line.startswith("disclosed in part"))
    assert row.split()[3:] == ["0", "blank", "/", "1O", "missing", "0", "0", "△2"]


def test_a_pipe_gets_plain_text_of_bounded_width(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    terminal.show(faulty(), "zh")
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert max(cell_len(line) for line in out.splitlines()) <= terminal.PIPED


def test_colour_is_left_out_when_asked(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\d", shown(faulty(), force_terminal=True))


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("100", 100), ("5000", 140)])
def test_width_is_bounded(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.console().width == width


def test_no_file_can_swell_the_display():
    base = reading(prose="长" * 100_000, title="长" * 100_000, note="长" * 100_000)
    base = dataclasses.replace(base, log=base.log * 10_000)
    made = shown(Sample(base))
    assert len(made) < 200_000
    assert "9,950 more" in made


def test_the_reason_of_a_doubt_is_shown_however_many_cells_there_are():
    sample = faulty()
    reason = "doubt: other words may narrow the number down"
    keys = tuple(f"requests/refused.{number}/total" for number in range(9))
    many = dataclasses.replace(
        sample.findings[0], status="uncertain", keys=keys, evidence=(*(f"{key} = 0" for key in keys), reason)
    )
    assert reason in shown(dataclasses.replace(sample, findings=(many,)))

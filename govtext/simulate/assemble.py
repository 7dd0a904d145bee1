"""From a report's figures and prose to its draft: headings, paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.forms import form
from govtext.simulate.data import data
from govtext.simulate.draft import Draft, Heading
from govtext.simulate.made import Made
from govtext.simulate.sheets import Filled, fill, sheet_of

_HAN = "一二三四五六"
Block = str | Heading | Filled


def assemble(made: Made) -> Draft:
    """The report as it goes to a layout, with what was planted in its structure."""
    sections = {number: list(_section(made, number)) for number in range(1, 7)}
    order = [1, 2, 3, 4, 6, 5] if "structure.order" in made.flags else [1, 2, 3, 4, 5, 6]
    if "structure.sections" in made.flags:
        order.remove(6)
    blocks: list[Block] = [*made.prose[0], *(block for number in order for block in sections[number])]
    day = made.published
    return Draft(made.title, blocks, made.body.name, f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _section(made: Made, number: int) -> Iterator[Block]:
    wrong = number == 5 and "structure.numbers" in made.flags
    yield Heading(f"{_HAN[number - 2 if wrong else number - 1]}、{data('prose')['frame']['sections'][number - 1]}")
    if number != 4 and not (number == 5 and "structure.empty" in made.flags):
        yield from made.prose.get(number, ())
    for table, code in made.forms.items():
        if form(code).table(table).section == number:
            if table == "review" and "structure.tables" in made.flags:
                yield str(data("prose")["frame"]["no_table"])
            else:
                yield fill(sheet_of(code, table, made.without.get(table, "")), made.values)
    if number == 4:
        yield from made.prose.get(4, ())

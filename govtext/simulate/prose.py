"""The words of a report: preface and the six sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from govtext.simulate.copying import Desk
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.grammar import expand, general, measure, problem
from govtext.simulate.made import Item, Made
from govtext.simulate.problems import Problem, Troubles
from govtext.simulate.sheets import cell_text

_HAN = "一二三四五六七八九十"
NEW_FEES = 2021


def write(made: Made, desk: Desk, troubles: Troubles, draw: Draw) -> None:
    """Fill in the title and the prose of every section."""
    names = {"short": made.body.short, "issuer": made.body.name, "region": made.body.region}
    frame = data("prose")["frame"]
    title = Draw("title", made.body.name).pick(frame["titles"])
    made.title = title.format(issuer=made.body.name, year=made.title_year)
    told: dict[str, list[str]] = {}
    for topic, sentence in _told(made, draw, names):
        told.setdefault(topic, []).append(sentence)
    made.prose = {
        0: _preface(made, draw, names),
        1: _overview(desk, draw, names, told),
        4: told.get("review", []),
        5: _problems(made, desk, troubles, draw, names),
        6: _closing(made, desk, draw, names),
    }
    if "years.prose" in made.flags:
        names["other"] = str(made.year - 1)
        made.prose[1].insert(1, expand(draw.pick(frame["stray_year"]), draw, names))


def _preface(made: Made, draw: Draw, names: Mapping[str, str]) -> list[str]:
    frame = data("prose")["frame"]
    first = expand(draw.pick(frame["preface"]), draw, names)
    period = expand(draw.pick(frame["period"]), draw, {"from": str(made.period_year)})
    scope = expand(draw.pick(frame[f"scope_{made.scope}"]), draw, names) if made.body.kind == "government" else ""
    return [frame["marker"], first + scope + period]


def _overview(desk: Desk, draw: Draw, names: Mapping[str, str], told: Mapping[str, list[str]]) -> list[str]:
    """An opening, then the five topics; what is told of figures stands with the requests."""
    topics = data("prose")["frame"]["topics"]
    short = draw.chance(0.3)
    paragraphs = [_fresh(desk, "opening", 1, draw, names)[0]]
    for number, (topic, title) in enumerate(topics.items()):
        count = draw.between(1, 2) if short else draw.between(2, 3)
        sentences = [*told.get(topic, ()), *_fresh(desk, topic, count, draw, names)]
        paragraphs.append(f"（{_HAN[number]}）{title}。{''.join(sentences)}")
    return paragraphs


def _fresh(desk: Desk, topic: str, count: int, draw: Draw, names: Mapping[str, str]) -> list[str]:
    """So many sentences on the topic, from different templates where they are not copied."""
    templates = general(topic, count, draw)
    return [desk.sentence(topic, partial(expand, template, draw, names)) for template in templates]


def _told(made: Made, draw: Draw, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Sentences that tell figures of the tables, each with its topic; those that are to be wrong always stand."""
    for stated in data("prose")["stated"]:
        wrong = made.offsets.get(stated["rule"]) if stated["keys"] == told_keys(stated["rule"]) else None
        keys = stated["keys"]
        if any(key in made.untold or not isinstance(made.values.get(key), int | Decimal) for key in keys):
            continue
        value = sum((Decimal(str(made.values[key])) for key in keys), Decimal(0))
        if wrong is None and (draw.chance(0.45) or (not value and "none" not in stated)):
            continue
        topic = {"requests": "requests", "review": "review"}.get(keys[0].split("/")[0], "proactive")
        yield topic, _tell(stated, value, wrong, draw, names)


def told_keys(rule: str) -> list[str]:
    """Codes of the figures that the first sentence of this rule tells."""
    return next(list(each["keys"]) for each in data("prose")["stated"] if each["rule"] == rule)


def _tell(stated: Mapping[str, Any], value: Decimal, wrong: int | None, draw: Draw, names: Mapping[str, str]) -> str:
    if not value and wrong is None:
        return expand(draw.pick(stated["none"]), draw, names)
    return expand(draw.pick(stated["said"]), draw, {**names, "n": cell_text(value + (wrong or 0))})


def _problems(made: Made, desk: Desk, troubles: Troubles, draw: Draw, names: Mapping[str, str]) -> list[str]:
    if "structure.problems" in made.flags:
        return [draw.pick(data("prose")["no_problem"])]
    named = troubles.named()
    lacks = [desk.sentence(f"problem:{each.code}", partial(problem, each.code, draw, names)) for each in named]
    promised = [each for each in named if each.promised]
    acts = [desk.sentence(f"measure:{each.code}", partial(measure, each.code, draw, names)) for each in promised]
    made.items = [Item("problem", each.code, text) for each, text in zip(named, lacks, strict=True)]
    made.items += [Item("measure", each.code, text) for each, text in zip(promised, acts, strict=True)]
    before = [_improved(each, draw) for each in troubles.resolved if draw.chance(0.5)]
    style = Draw("style", made.body.name).below(3)
    return [*before, *_STYLES[style](lacks, acts, draw, names)]


def _improved(gone: Problem, draw: Draw) -> str:
    stock = data("prose")
    return expand(draw.pick(stock["improved"]), draw, {"topic": stock["frame"]["summary"][gone.code]})


def _run(texts: list[str]) -> str:
    return (
        "".join(f"{_HAN[number]}是{text}。" for number, text in enumerate(texts)) if len(texts) > 1 else f"{texts[0]}。"
    )


def _two_runs(lacks: list[str], acts: list[str], draw: Draw, names: Mapping[str, str]) -> list[str]:
    prose = data("prose")
    lines = [expand(draw.pick(prose["problem_leads"]), draw, names) + _run(lacks)]
    return lines + ([expand(draw.pick(prose["measure_leads"]), draw, names) + _run(acts)] if acts else [])


def _lists(lacks: list[str], acts: list[str], draw: Draw, names: Mapping[str, str]) -> list[str]:  # noqa: ARG001
    lines = ["（一）存在的主要问题", *(f"{number}.{text}。" for number, text in enumerate(lacks, 1))]
    return lines + (["（二）改进措施", *(f"{number}.{text}。" for number, text in enumerate(acts, 1))] if acts else [])


def _paragraphs(lacks: list[str], acts: list[str], draw: Draw, names: Mapping[str, str]) -> list[str]:
    prose = data("prose")
    lines = [expand(draw.pick(prose["problem_leads"]), draw, names)]
    lines += [f"（{_HAN[number]}）{text}。" for number, text in enumerate(lacks)]
    return lines + ([expand(draw.pick(prose["measure_leads"]), draw, names) + _run(acts)] if acts else [])


_STYLES = (_two_runs, _lists, _paragraphs)


def _closing(made: Made, desk: Desk, draw: Draw, names: Mapping[str, str]) -> list[str]:
    """Section 6: the fee since the reports on 2021, and one thing more."""
    fees, paragraphs = data("prose")["fees"], []
    if made.year >= NEW_FEES and "fees.statement" not in made.flags:
        if "fees.schedule" in made.flags or draw.chance(0.08):
            pages = draw.between(31, 100)
            yuan = (pages - 30) * 10 + (5 if "fees.schedule" in made.flags else 0)
            paragraphs.append(expand(draw.pick(fees["charged"]), draw, {"p": str(pages), "y": str(yuan)}))
        else:
            paragraphs.append(expand(draw.pick(fees["none"]), draw, names))
    return [*paragraphs, *_fresh(desk, "closing", 1, draw, names)]

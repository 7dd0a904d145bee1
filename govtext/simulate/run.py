"""The simulation itself: city by city, year by year, so that memory stays bounded however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from govtext.errors import GovTextError
from govtext.simulate.assemble import assemble
from govtext.simulate.copying import Desk, Written
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.errors import plant
from govtext.simulate.figures import APPLICANTS, TABLES, Books, Counts, Values, added, written
from govtext.simulate.latent import Latent, draw_latent
from govtext.simulate.layouts import LAYOUTS
from govtext.simulate.made import Made, Planted
from govtext.simulate.places import Body, clusters
from govtext.simulate.problems import Troubles
from govtext.simulate.prose import write
from govtext.simulate.truth import Ledger, Truth

README = """Simulated data. 模拟数据，地名均为虚构。

Every report under reports/ was made by the simulation of govtext; every place and body in it is fictional, and every
file says so. The truth behind them stands in truth/ (CSV, UTF-8; columns in govtext/simulate/truth.py). Made again by

    govtext simulate --governments {governments} --years {years} --seed {seed} --out DIR{layouts}
"""
_DECISIONS = tuple(f"proactive/{row}/decisions" for row in ("licensing", "penalties", "coercion"))
"""Figures of the proactive table that a report for all below adds up as well."""


@dataclass(slots=True)
class Agent:
    """A body with all that is carried from year to year."""

    body: Body
    latent: Latent
    books: Books
    troubles: Troubles = field(default_factory=Troubles)
    last: Written | None = None
    printed: Values | None = None
    last_form: str = ""
    last_year: int = 0


def simulate(
    governments: int = 60,
    years: Collection[int] = range(2019, 2025),
    seed: int = 1,
    out: str | Path = "simulated",
    layouts: Sequence[str] | None = None,
) -> Truth:
    """Write a corpus whose truth is known: reports in `out/reports`, tables of what is true in `out/truth`.

    `governments` is the number of reporting bodies, each with a report a year; `layouts` names the layouts to use
    (None: all, at the shares of data/rates.toml). The same arguments give the same bytes. Raises `GovTextError` where
    `out` is not empty or a year lies before the forms.
    """
    folder = Path(out)
    _check(governments, years, folder, layouts)
    shares = {name: share for name, share in data("rates")["layouts"].items() if layouts is None or name in layouts}
    for year in sorted(set(years)):
        (folder / "reports" / str(year)).mkdir(parents=True)
    (folder / "README.md").write_bytes(_readme(governments, sorted(set(years)), seed, layouts).encode("utf-8"))
    with Ledger(folder) as ledger:
        for number, bodies in enumerate(clusters(governments, seed)):
            _cluster(number, bodies, sorted(set(years)), seed, shares, ledger, folder)
    return Truth(folder)


def _readme(governments: int, years: list[int], seed: int, layouts: Sequence[str] | None) -> str:
    whole = years == list(range(years[0], years[-1] + 1))
    told = f"{years[0]}-{years[-1]}" if whole and len(years) > 1 else ",".join(map(str, years))
    chosen = "".join(f" --layout {name}" for name in layouts or ())
    return README.format(governments=governments, years=told, seed=seed, layouts=chosen)


def _check(governments: int, years: Collection[int], folder: Path, layouts: Sequence[str] | None) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise GovTextError("the folder is not empty", file=str(folder), expected="a new or an empty folder")
    if governments < 1 or not years or min(years) < 2019 or max(years) > 2100:
        raise GovTextError("nothing to simulate", found=f"{governments} governments, years {sorted(set(years))[:3]}",
                           expected="one government at least, years from 2019 to 2100")  # fmt: skip
    if unknown := [name for name in layouts or () if name not in LAYOUTS]:
        raise GovTextError(f"no layout {unknown[0]!r}", expected=", ".join(LAYOUTS))


def _cluster(
    number: int, bodies: list[Body], years: list[int], seed: int, shares: dict[str, float], ledger: Ledger, folder: Path
) -> None:
    score = Draw(seed, "cluster", number).normal()
    agents = [_agent(body, score, Draw(seed, "body", body.id)) for body in bodies]
    _settle_scopes(agents)
    before: list[Written] = []
    for year in years:
        written_now: list[Written] = []
        drawn = {agent.body.id: _year(agent, year, seed) for agent in agents}
        for agent in agents:
            draw = Draw(seed, "report", agent.body.id, year)
            made = _made(agent, agents, drawn, year, draw, shares)
            neighbours = [each for each in (*before, *written_now) if each.body != agent.body.id]
            written_now.append(_report(agent, made, neighbours, draw, ledger, folder))
        before = written_now


def _agent(body: Body, score: float, draw: Draw) -> Agent:
    latent = draw_latent(body, score, draw)
    return Agent(body, latent, Books(body, latent, draw))


def _settle_scopes(agents: list[Agent]) -> None:
    """A government sums up only where bodies below it report."""
    parents = {agent.body.parent for agent in agents}
    for agent in agents:
        agent.latent.scope_all = agent.latent.scope_all and agent.body.id in parents


def _year(agent: Agent, year: int, seed: int) -> tuple[Counts, Values, str]:
    """The body's own figures, and the form it uses."""
    draw = Draw(seed, "year", agent.body.id, year)
    agent.latent.step(draw)
    due = "2019" if year < 2021 else "2021"
    old = due == "2021" and draw.chance(data("rates")["errors"]["old_form"])
    used = "2019" if old else due
    counts = Counts() if agent.latent.scope_all else agent.books.counts(draw)
    agent.troubles.step(year, agent.latent, draw)
    return counts, agent.books.proactive(draw, used), used


def _members(agent: Agent, agents: list[Agent]) -> Iterator[Agent]:
    """All below the body whose figures it adds up: those that add up nothing themselves."""
    for other in agents:
        if other.body.parent == agent.body.id:
            if not other.latent.scope_all:
                yield other
            yield from _members(other, agents)


def _id(body: Body, year: int) -> str:
    return f"simulated-{body.id}-{year}"


def _made(
    agent: Agent, agents: list[Agent], drawn: dict[str, tuple[Counts, Values, str]], year: int, draw: Draw,
    shares: dict[str, float],
) -> Made:  # fmt: skip
    counts, proactive, used = drawn[agent.body.id]
    members = list(_members(agent, agents)) if agent.latent.scope_all else []
    if members:
        counts = added(drawn[each.body.id][0] for each in members)
        parts = [drawn[each.body.id][1] for each in members]
        proactive = proactive | {key: sum(int(str(part[key])) for part in parts) for key in _DECISIONS}
    true = written(counts, proactive, used)
    layout = draw.weighted(list(shares), list(shares.values()))
    scope = "all" if agent.latent.scope_all else "own"
    made = Made(
        _id(agent.body, year), agent.body, year, dict.fromkeys(TABLES, used), true, dict(true),
        date(year + 1, 1, 8), scope, layout, year, year, [_id(each.body, year) for each in members],
    )  # fmt: skip
    _publish(made, draw)
    if used == "2019" and year >= 2021:
        for table in ("proactive", "requests"):
            made.errors.append(Planted("old_form", "years.form", table, "fail", "form of 2019"))
    plant(made, agent.latent.quality, draw, agent.last_year == year - 1 and agent.last_form == used)
    return made


def _publish(made: Made, draw: Draw) -> None:
    """In time, or late; townships are bound by no date, and an office may speak for itself or for its government."""
    government = made.body.kind == "government"
    due = date(made.year + 1, 3, 31) if government else date(made.year + 1, 1, 31)
    made.published = due - timedelta(days=draw.below(60 if government else 22))
    if made.body.kind in ("government", "department") and draw.chance(data("rates")["errors"]["late"]):
        made.published = due + timedelta(days=1 + draw.below(120))
        # The rank of a fictional 市 is not told by its name, so no date is known to bind it.
        expected = "not_assessable" if made.body.level == "city" else "fail"
        made.errors.append(Planted("late", "deadline.statute", "report", expected, f"due {due.isoformat()}"))


def _report(agent: Agent, made: Made, neighbours: list[Written], draw: Draw, ledger: Ledger, folder: Path) -> Written:
    now = Written(made.id, agent.body.id, agent.body.short)
    desk = Desk(agent.latent, draw, now, agent.last, neighbours)
    write(made, desk, agent.troubles, draw)
    _unprint(made, now)
    layout = LAYOUTS[made.layout]
    file = f"reports/{made.year}/{made.id}{layout.suffix}"
    (folder / file).write_bytes(layout.write(assemble(made)))
    _chain(agent, made)
    ledger.report(made, file)
    ledger.troubles(made, agent.troubles)
    ledger.copies(made, [each for each in desk.copies if each.topic in now.topics])
    ledger.latent(made, agent.latent)
    agent.last, agent.printed, agent.last_form, agent.last_year = now, made.values, made.form, made.year
    return now


def _unprint(made: Made, now: Written) -> None:
    """What a planted error takes out of the report was not written: no item, and nothing to copy."""
    if "structure.empty" in made.flags:
        made.items = []
        now.topics = {topic: texts for topic, texts in now.topics.items() if ":" not in topic}
    if "structure.sections" in made.flags:
        now.topics.pop("closing", None)


def _chain(agent: Agent, made: Made) -> None:
    """Where the year before, as printed, does not lead to this year, as printed, and nothing planted here says so."""
    if agent.printed is None or agent.last_year != made.year - 1:
        return
    known = {each.place for each in made.errors if each.rule.startswith("across.")}
    for rule, place, left, right in _chains(agent.printed, made.values, agent.last_form == made.form):
        if left != right and place not in known:
            detail = f"{left} and {right}"
            expected = data("errors")["kinds"][rule]["expected"]
            made.errors.append(Planted(rule, rule, place, expected, detail, consequence=True))


def _chains(before: Values, now: Values, same_form: bool) -> Iterator[tuple[str, str, int, int]]:
    """Rule, place and both sides of every chain over two years whose figures are all numbers."""
    for column in (*APPLICANTS, "total"):
        out, into = before.get(f"requests/carried_out/{column}"), now.get(f"requests/carried_in/{column}")
        if isinstance(out, int) and isinstance(into, int):
            yield "across.carried", f"requests/carried_in/{column}", out, into
    for row in ("licensing", "other_services", "penalties", "coercion", "fees") if same_form else ():
        key = f"proactive/{row}/items_"
        old, change, new = before.get(key + "last_year"), before.get(key + "change"), now.get(key + "last_year")
        if isinstance(old, int) and isinstance(change, int) and isinstance(new, int):
            yield "across.items", key + "last_year", old + change, new
    for row in ("rules", "normative_documents") if same_form else ():
        key = f"proactive/{row}/"
        found = [before.get(key + "in_force"), *(now.get(key + each) for each in ("issued", "repealed", "in_force"))]
        if all(isinstance(each, int) for each in found):
            old, issued, repealed, new = (int(str(each)) for each in found)
            yield "across.in_force", key + "in_force", old + issued - repealed, new

"""The simulation itself: city by city, year by year, so that memory stays bounded however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from govtext.errors import GovTextError
from govtext.simulate.assemble import assemble
from govtext.simulate.chains import broken_chains, broken_wholes
from govtext.simulate.copying import Desk, Written
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.editions import differing, draw_kind, due, make_edition
from govtext.simulate.errors import plant, plant_in_turn
from govtext.simulate.figures import TABLES, Books, Counts, Values, added, written
from govtext.simulate.kinds import kinds
from govtext.simulate.latent import Latent, draw_latent
from govtext.simulate.layouts import LAYOUTS
from govtext.simulate.made import Made, Planted
from govtext.simulate.places import Body, clusters, list_places
from govtext.simulate.plan import Plan
from govtext.simulate.problems import Troubles
from govtext.simulate.prose import write
from govtext.simulate.truth import Ledger, Truth

README = """Simulated data. 模拟数据，地名均为虚构。

Every report under reports/ was made by the simulation of govtext; every place and body in it is fictional, and every
file says so. The truth behind them stands in truth/ (CSV, UTF-8; columns in govtext/simulate/truth.py), the fictional
places in places.csv (for govtext build --places; their codes are of no official list). Made again by

    govtext simulate --governments {governments} --years {years} --seed {seed} --out DIR{layouts}
"""
_DECISIONS = tuple(f"proactive/{row}/decisions" for row in ("licensing", "penalties", "coercion"))
"""Figures of the proactive table that a report for all below adds up as well."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for the whole run; `plan`: errors and layouts in turn (None: by chance)."""

    folder: Path
    seed: int
    shares: dict[str, float]
    ledger: Ledger
    plan: Plan | None


@dataclass(slots=True)
class Agent:
    """A body with all that is carried from year to year."""

    body: Body
    latent: Latent
    books: Books
    troubles: Troubles = field(default_factory=Troubles)
    last: Written | None = None
    printed: Values | None = None
    """Figures of the last report as printed; None where it is in doubt on which year that was."""
    last_form: str = ""
    last_year: int = 0


def simulate(
    governments: int = 60,
    years: Collection[int] = range(2019, 2025),
    seed: int = 1,
    out: str | Path = "simulated",
    layouts: Sequence[str] | None = None,
    balanced: bool = False,
) -> Truth:
    """Write a corpus whose truth is known: reports in `out/reports`, tables of what is true in `out/truth`, and the
    fictional places in `out/places.csv` (for `build(places=)`).

    `governments` is the number of reporting bodies, each with a report a year, some of which come in several files;
    `layouts` names the layouts to use (None: all, at the shares of data/rates.toml). `balanced`: layouts in turn, and
    in every report one error, so that each kind comes in each layout; else both by chance. The same arguments give the
    same bytes. Raises `GovTextError` where `out` is not empty or a year lies before the forms.
    """
    folder = Path(out)
    _check(governments, years, folder, layouts)
    shares = {name: share for name, share in data("rates")["layouts"].items() if layouts is None or name in layouts}
    for year in sorted(set(years)):
        (folder / "reports" / str(year)).mkdir(parents=True)
    readme = _readme(governments, sorted(set(years)), seed, layouts, balanced)
    (folder / "README.md").write_bytes(readme.encode("utf-8"))
    list_places(clusters(governments, seed), min(years), folder / "places.csv")
    with Ledger(folder) as ledger:
        setting = _Setting(folder, seed, shares, ledger, Plan(list(shares)) if balanced else None)
        for number, bodies in enumerate(clusters(governments, seed)):
            _cluster(number, bodies, sorted(set(years)), setting)
    return Truth(folder)


def _readme(governments: int, years: list[int], seed: int, layouts: Sequence[str] | None, balanced: bool) -> str:
    whole = years == list(range(years[0], years[-1] + 1))
    told = f"{years[0]}-{years[-1]}" if whole and len(years) > 1 else ",".join(map(str, years))
    chosen = "".join(f" --layout {name}" for name in layouts or ()) + " --balanced" * balanced
    return README.format(governments=governments, years=told, seed=seed, layouts=chosen)


def _check(governments: int, years: Collection[int], folder: Path, layouts: Sequence[str] | None) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise GovTextError("the folder is not empty", file=str(folder), expected="a new or an empty folder")
    if governments < 1 or not years or min(years) < 2019 or max(years) > 2100:
        raise GovTextError("nothing to simulate", found=f"{governments} governments, years {sorted(set(years))[:3]}",
                           expected="one government at least, years from 2019 to 2100")  # fmt: skip
    if unknown := [name for name in layouts or () if name not in LAYOUTS]:
        raise GovTextError(f"no layout {unknown[0]!r}", expected=", ".join(LAYOUTS))


def _cluster(number: int, bodies: list[Body], years: list[int], setting: _Setting) -> None:
    seed = setting.seed
    score = Draw(seed, "cluster", number).normal()
    agents = [_agent(body, score, Draw(seed, "body", body.id)) for body in bodies]
    _settle_scopes(agents)
    before: list[Written] = []
    for year in years:
        written_now: list[Written] = []
        drawn = {agent.body.id: _year(agent, year, seed) for agent in agents}
        for agent in agents:
            draw = Draw(seed, "report", agent.body.id, year)
            made = _made(agent, agents, drawn, year, draw, setting)
            neighbours = [each for each in (*before, *written_now) if each.body != agent.body.id]
            written_now.append(_report(agent, made, neighbours, draw, setting))
        for agent in agents:
            if agent.latent.scope_all and agent.printed is not None:
                setting.ledger.errors(report_id(agent.body, year), _broken_whole(agent, agents))
        before = written_now


def _broken_whole(agent: Agent, agents: list[Agent]) -> Iterator[Planted]:
    """Where what a report adds up is printed otherwise than it does, by its own error or by one of theirs."""
    parts = list(_parts(agent, agents))
    known = [each.printed for each in parts if each.printed is not None]
    yield from broken_wholes(agent.printed or {}, known, len(known) == len(parts))


def _parts(agent: Agent, agents: list[Agent]) -> Iterator[Agent]:
    """The reports next below that it adds up: one for all below stands for these, unless its year is in doubt."""
    for other in agents:
        if other.body.parent == agent.body.id:
            stands = other.latent.scope_all and other.printed is not None
            if stands or not other.latent.scope_all:
                yield other
            if not stands:
                yield from _parts(other, agents)


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


def report_id(body: Body, year: int) -> str:
    """The id of a body's report on a year, which is also its file's name."""
    return f"simulated-{body.id}-{year}"


def _made(
    agent: Agent, agents: list[Agent], drawn: dict[str, tuple[Counts, Values, str]], year: int, draw: Draw,
    setting: _Setting,
) -> Made:  # fmt: skip
    counts, proactive, used = drawn[agent.body.id]
    members = list(_members(agent, agents)) if agent.latent.scope_all else []
    if members:
        counts = added(drawn[each.body.id][0] for each in members)
        parts = [drawn[each.body.id][1] for each in members]
        proactive = proactive | {key: sum(int(str(part[key])) for part in parts) for key in _DECISIONS}
    true = written(counts, proactive, used)
    plan, shares = setting.plan, setting.shares
    layout = plan.layout() if plan else draw.weighted(list(shares), list(shares.values()))
    scope = "all" if agent.latent.scope_all else "own"
    made = Made(
        report_id(agent.body, year), agent.body, year, dict.fromkeys(TABLES, used), true, dict(true),
        date(year + 1, 1, 8), scope, layout, year, year, [report_id(each.body, year) for each in members],
    )  # fmt: skip
    _publish(made, draw)
    if used == "2019" and year >= 2021:
        for table in ("proactive", "requests"):
            made.errors.append(Planted("old_form", "years.form", table, "fail", "form of 2019"))
    can_follow = agent.printed is not None and agent.last_year == year - 1 and agent.last_form == used
    if plan:
        plant_in_turn(made, plan, draw, can_follow)
    else:
        plant(made, agent.latent.quality, draw, can_follow)
    return made


def _publish(made: Made, draw: Draw) -> None:
    """In time, or late; townships are bound by no date, and an office may speak for itself or for its government."""
    last_day = due(made.body, made.year)
    made.published = last_day - timedelta(days=draw.below(60 if made.body.kind == "government" else 22))
    if made.body.kind in ("government", "department") and draw.chance(data("rates")["errors"]["late"]):
        made.published = last_day + timedelta(days=1 + draw.below(120))
        kind = kinds()["late.city" if made.body.level == "city" else "late"]
        detail = f"due {last_day.isoformat()}"
        made.errors.append(Planted(kind.name, kind.rule, "report", kind.of(made.layout).expected, detail))


def _report(agent: Agent, made: Made, neighbours: list[Written], draw: Draw, setting: _Setting) -> Written:
    ledger = setting.ledger
    further = Draw(setting.seed, "edition", agent.body.id, made.year)
    kind = draw_kind(made, further)
    now = Written(made.id, agent.body.id, agent.body.short)
    desk = Desk(agent.latent, draw, now, agent.last, neighbours)
    write(made, desk, agent.troubles, draw)
    _unprint(made, now)
    edition = make_edition(made, kind, setting.shares, further) if kind else None
    latest = edition.made if edition else made
    if edition and edition.key:
        made.errors.append(differing(edition))
    sure = made.title_year == made.year
    if sure and agent.last_year == made.year - 1 and agent.printed is not None:
        made.errors.extend(list(broken_chains(agent.printed, latest, agent.last_form == made.form)))
    ledger.report(made, _file(made, setting.folder))
    if edition:
        ledger.edition(made, edition, _file(edition.made, setting.folder))
    ledger.troubles(made, agent.troubles)
    ledger.copies(made, [each for each in desk.copies if each.topic in now.topics])
    ledger.latent(made, agent.latent)
    agent.last, agent.last_form, agent.last_year = now, made.form, made.year
    agent.printed = latest.printed if sure else None
    return now


def _file(made: Made, folder: Path) -> str:
    """Write the report in its layout."""
    layout = LAYOUTS[made.layout]
    file = f"reports/{made.year}/{made.id}{layout.suffix}"
    (folder / file).write_bytes(layout.write(assemble(made)))
    return file


def _unprint(made: Made, now: Written) -> None:
    """What a planted error takes out of the report was not written: no item, and nothing to copy."""
    if "structure.empty" in made.flags:
        made.items = []
        now.topics = {topic: texts for topic, texts in now.topics.items() if ":" not in topic}
    if "structure.sections" in made.flags:
        now.topics.pop("closing", None)

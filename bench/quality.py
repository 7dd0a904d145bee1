"""Is planted quality found again by the index, and where not? Rank correlations over simulated corpora.

`python -m bench.quality` writes bench/quality.md. First the steps of the index alone: indicators drawn around a known
quality, so that the best that can be had is known by formula. Then whole corpora: reports are made, read, checked and
measured, and the index is held against the latent quality and candour in the simulation's truth.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from govtext.corpus import build, open_corpus
from govtext.quality import Choices, Indicators, catalogue, dimensions, index, indicators, robust
from govtext.simulate import Truth, simulate

YEARS = range(2019, 2025)
GOVERNMENTS, CORPORA = 30, 10
SMALL, TIMES = 10, 20
PURE = 200
LOADINGS = (0.2, 0.4, 0.6)
KINDS = ("report", "issuer")
CHOICES = {
    "reference": Choices(),
    "equal": Choices(weights="equal"),
    "entropy": Choices(weights="entropy"),
    "pca": Choices(weights="pca"),
    "z": Choices(normalise="z"),
    "rank": Choices(normalise="rank"),
    "geometric": Choices(aggregate="geometric"),
    "topsis": Choices(aggregate="topsis"),
}
OUT = Path(__file__).with_suffix(".md")


def rank_correlation(one: Iterable[float], other: Iterable[float]) -> float:
    """Spearman's correlation over pairs that are both known; NaN for fewer than three."""
    frame = pd.DataFrame({"a": list(one), "b": list(other)}).dropna()
    constant = frame.nunique().min() < 2 if len(frame) else True
    return math.nan if len(frame) < 3 or constant else float(frame["a"].corr(frame["b"], method="spearman"))


def mean_interval(values: Sequence[float]) -> tuple[float, float, float, int]:
    """Mean over corpora with its 95 % interval (Student's t), and how many corpora gave a value."""
    from scipy.stats import t

    known = np.array([each for each in values if not math.isnan(each)])
    if len(known) < 2:
        return (float(known.mean()) if len(known) else math.nan), math.nan, math.nan, len(known)
    half = float(t.ppf(0.975, len(known) - 1)) * known.std(ddof=1) / math.sqrt(len(known))
    return float(known.mean()), float(known.mean() - half), float(known.mean() + half), len(known)


# The steps of the index alone.


def pure(reports: int, loading: float, seed: int, carrying: Collection[str] = ()) -> tuple[Indicators, np.ndarray]:
    """Indicators = loading · quality + √(1 − loading²) · noise, turned by their direction, and the quality.

    `carrying`: the ids that carry quality (none named: all); the others are noise.
    """
    rng = np.random.default_rng(seed)
    quality = rng.normal(size=reports)
    columns = {}
    for name, each in catalogue().items():
        share = loading if not carrying or name in carrying else 0.0
        drawn = share * quality + math.sqrt(1 - share**2) * rng.normal(size=reports)
        columns[name] = drawn if each.direction == "up" else -drawn
    values = pd.DataFrame(columns, index=[f"r{number}" for number in range(reports)])
    ids = values.index
    about = pd.DataFrame({"issuer_id": ids, "issuer_name": ids, "doubtful": False}, index=ids)
    return Indicators(values, values.isna().map(lambda _: ""), about), quality


def expected(loading: float, weights: Sequence[float]) -> float:
    """The correlation of the weighted sum of such indicators with quality: λ Σw / √(λ² (Σw)² + (1 − λ²) Σw²), as a
    rank correlation of two normal variables: 6/π · arcsin(r/2) (Pearson 1907)."""
    total, squares = float(np.sum(weights)), float(np.sum(np.square(weights)))
    r = loading * total / math.sqrt((loading * total) ** 2 + (1 - loading**2) * squares)
    return 6 / math.pi * math.asin(r / 2)


def pure_rows(reports: int = 60, corpora: int = PURE) -> pd.DataFrame:
    """Rank correlation of the index (z, equal weights, linear) with the quality, beside what the formula expects."""
    given = Choices(normalise="z", weights="equal")
    rows = []
    for loading in LOADINGS:
        found = []
        for seed in range(corpora):
            made, quality = pure(reports, loading, seed)
            result = index(made, given)
            found.append(rank_correlation(result.scores, quality))
        rows.append((loading, expected(loading, result.weights.to_list()), *mean_interval(found)))
    return pd.DataFrame(rows, columns=["loading", "expected", "mean", "low", "high", "n"])


# Whole corpora.


def made(governments: int, seed: int, folder: Path, years: Collection[int] = YEARS) -> Indicators:
    """The indicators of a simulated corpus; `about` has latent quality and candour, and the errors planted."""
    truth = simulate(governments, years, seed, folder / "made", layouts=["plain"])
    places = truth.folder / "places.csv"
    build(truth.folder / "reports", out=folder / "corpus", workers=1, progress=False, places=places)
    corpus = open_corpus(folder / "corpus")
    found = indicators(corpus)
    return with_truth(found, corpus.manifest.to_pandas(["report", "file"]), truth)


def with_truth(found: Indicators, manifest: pd.DataFrame, truth: Truth) -> Indicators:
    """The indicators with what the simulation knows in `about`: body, quality, candour, errors."""
    latent = truth.table("latent").astype({"year": int, "quality": float, "candour": float})
    reports = pd.concat([truth.table("reports")[["report", "file", "body", "year"]], _editions(truth)])
    reports["file"] = reports["file"].str.removeprefix("reports/")
    reports = reports.astype({"year": int}).merge(latent[["body", "year", "quality", "candour"]], on=["body", "year"])
    planted = truth.table("errors").query("consequence == '0'").groupby("report").size()
    named = truth.table("problems").query("status == 'there' and named == '1'").groupby("report").size()
    reports["named"] = (reports["body"] + "-" + reports["year"].astype(str)).map(named.rename(_body_and_year))
    reports["named"] = reports["named"].fillna(0).to_numpy(float)
    reports["errors"] = reports["report"].map(planted).fillna(0).to_numpy(float)
    ours = manifest.dropna(subset="report").drop_duplicates("report").set_index("report")["file"]
    known = reports.set_index("file")[["quality", "candour", "errors", "named"]]
    about = found.about.join(ours).join(known, on="file")
    return Indicators(found.values, found.reasons, about, found.source)


def _body_and_year(report: object) -> str:
    return str(report).removeprefix("simulated-")


def _editions(truth: Truth) -> pd.DataFrame:
    first = truth.table("reports").set_index("report")
    more = truth.table("editions")
    return more.assign(body=more["of"].map(first["body"]), year=more["of"].map(first["year"]))[
        ["report", "file", "body", "year"]
    ]


def by_issuer(found: Indicators) -> tuple[Indicators, pd.DataFrame]:
    """Means of issuers, with the means of what is latent."""
    means = found.by_issuer()
    sure = found.about[~found.about["doubtful"].astype(bool)]
    return means, sure.groupby("issuer_id")[["quality", "candour", "errors", "named"]].mean().loc[means.values.index]


def recovered(found: Indicators) -> pd.DataFrame:
    """One row a measure and kind of unit: its rank correlation with quality and with candour."""
    rows = []
    for kind in KINDS:
        given, latent = (found, found.about) if kind == "report" else by_issuer(found)
        measures: dict[str, pd.Series] = {f"index, {name}": index(given, each).scores for name, each in CHOICES.items()}
        measures["index, without candid"] = index(given.only(*_not("candid"))).scores
        measures |= {f"dimension, {name}": column for name, column in index(given).sides.items()}
        turn = {name: 1 if each.direction == "up" else -1 for name, each in catalogue().items()}
        measures |= {f"indicator, {name}": turn[str(name)] * column for name, column in given.values.items()}
        measures["planted errors (truth), fewer"] = -latent["errors"]
        for name, column in measures.items():
            rows.append((kind, name, *(rank_correlation(column, latent[each]) for each in ("quality", "candour"))))
    return pd.DataFrame(rows, columns=["kind", "measure", "quality", "candour"])


def _not(dimension: str) -> list[str]:
    return [name for name, each in catalogue().items() if each.dimension != dimension]


def held(found: Indicators, draws: int = 100) -> tuple[float, float, float]:
    """Share of issuers whose rank by latent quality lies in the range over choices, in the bootstrap's, in either."""
    means, latent = by_issuer(found)
    frame = robust(means, draws=draws).ranking.to_pandas()
    true = latent["quality"].loc[frame.index].rank(ascending=False)
    over, boot = (true.between(frame[a], frame[b]) for a, b in (("low", "high"), ("boot_low", "boot_high")))
    low, high = frame[["low", "boot_low"]].min(axis=1), frame[["high", "boot_high"]].max(axis=1)
    return float(over.mean()), float(boot.mean()), float(true.between(low, high).mean())


def best(corpora: Sequence[Indicators]) -> list[float]:
    """Rank correlation with quality, by issuer, of the weights that fit all other corpora best (ridge regression):
    about the most that any fixed weights of these indicators can give."""
    data = [by_issuer(each) for each in corpora]
    sides = [_standard(given.values) for given, _ in data]
    targets = [latent["quality"].to_numpy(float) for _, latent in data]
    found = []
    for at in range(len(data)):
        x = np.concatenate([each for number, each in enumerate(sides) if number != at])
        y = np.concatenate([each for number, each in enumerate(targets) if number != at])
        fit = np.linalg.solve(x.T @ x + 10 * np.eye(x.shape[1]), x.T @ (y - y.mean()))
        found.append(rank_correlation(sides[at] @ fit, targets[at]))
    return found


def _standard(values: pd.DataFrame) -> np.ndarray:
    spread = values.std().replace(0, np.nan)
    return np.asarray(((values - values.mean()) / spread).fillna(0).to_numpy(float))


def corpora(governments: int, seeds: Iterable[int]) -> Iterator[Indicators]:
    """The corpora one after another, with the truth beside them."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            yield made(governments, seed, Path(folder))
        print(governments, seed, file=sys.stderr)


def by_reference(found: Indicators, some: int | None = None, seed: int = 1) -> float:
    """Rank correlation of the reference index with quality over issuers, or over `some` of them drawn by chance."""
    means, latent = by_issuer(found)
    if some is not None:
        drawn = np.sort(np.random.default_rng(seed).choice(len(means), some, replace=False))
        means = means.where(issuer_name=means.about["issuer_name"].iloc[drawn].tolist())
    return rank_correlation(index(means).scores, latent.loc[means.values.index, "quality"])


# The page.


def line(*cells: object) -> str:
    return "| " + " | ".join(f"{each:+.3f}" if isinstance(each, float) else str(each) for each in cells) + " |"


def told(values: Sequence[float]) -> str:
    mean, low, high, n = mean_interval(values)
    return "not assessed" if n < 2 else f"{mean:+.2f} [{low:+.2f}, {high:+.2f}]"


def measures_table(frames: Sequence[pd.DataFrame]) -> list[str]:
    every = pd.concat(frames)
    lines = ["| measure | quality, by report | quality, by issuer | candour, by issuer |", "|---|---|---|---|"]
    for name in frames[0]["measure"].drop_duplicates():
        own = every[every["measure"] == name]
        cells = [told(own.loc[own["kind"] == kind, what].to_list())
                 for kind, what in (("report", "quality"), ("issuer", "quality"), ("issuer", "candour"))]  # fmt: skip
        lines.append(line(name, *cells))
    return lines


def page(found: Sequence[Indicators]) -> str:
    frames = [recovered(each) for each in found]
    whole = [by_reference(each) for each in found]
    some = [by_reference(each, SMALL, seed) for each in found for seed in range(TIMES)]
    shares = np.array([held(each) for each in found]).mean(axis=0)
    pure_lines = [line(f"{row.loading:.1f}", f"{row.expected:.3f}", f"{row.mean:.3f} [{row.low:.3f}, {row.high:.3f}]")
                  for row in pure_rows().itertuples()]  # fmt: skip
    lines = [HEAD, *pure_lines, "", MIDDLE, *measures_table(frames), "", LEARNT.format(told(best(found))), "", SPREAD]
    for name, each in ((f"all {GOVERNMENTS}", np.array(whole)), (f"{SMALL} of them", np.array(some))):
        low, high = np.quantile(each, [0.05, 0.95])
        lines.append(line(name, len(each), float(each.mean()), float(low), float(high), f"{(each < 0).mean():.2f}"))
    intervals = ("over all choices", "bootstrap", "either")
    lines += ["", HELD, *(line(name, f"{share:.2f}") for name, share in zip(intervals, shares, strict=True)), ""]
    return "\n".join([*lines, FOOT.format(**signs(frames), **specific(found))])


def signs(frames: Sequence[pd.DataFrame]) -> dict[str, str]:
    """Dimensions by whether they go with quality, against it, or neither, by issuer."""
    every = pd.concat(frames).query("kind == 'issuer'")
    made_of: dict[str, list[str]] = {"above": [], "below": [], "nothing": []}
    for name in dimensions():
        _, low, high, _ = mean_interval(every.loc[every["measure"] == f"dimension, {name}", "quality"].to_list())
        made_of["above" if low > 0 else "below" if high < 0 else "nothing"].append(name)
    return {name: ", ".join(each) or "none" for name, each in made_of.items()}


def specific(found: Sequence[Indicators]) -> dict[str, str]:
    """The specific dimension with quality, by issuer: alone, and with the number of problems named held constant."""
    alone, partial = [], []
    for each in found:
        means, latent = by_issuer(each)
        x, y, z = index(means).sides["specific"], latent["quality"], latent["named"]
        xy, xz, yz = (rank_correlation(*pair) for pair in ((x, y), (x, z), (y, z)))
        alone.append(xy)
        partial.append((xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2)))
    return {"whole": told(alone), "partial": told(partial)}


HEAD = f"""# Recovery of planted quality

Made by `python -m bench.quality`. Everything here is simulated, and says how the method does, never how any government
does. Rank correlations are Spearman's; means over corpora with 95 % intervals (Student's t over corpora).

## The steps of the index alone, {PURE} sets of 60 reports

All {len(catalogue())} indicators are drawn with the same loading on a known quality (z-scores, equal weights, linear).
`expected`: what the formula gives for these weights, so that one sees whether the steps lose anything.

| loading of each indicator | expected | found |
|---|---|---|"""
MIDDLE = f"""## Whole corpora: reports made, read, checked and measured

{CORPORA} corpora of {GOVERNMENTS} bodies, reports on {min(YEARS)} to {max(YEARS)}.

`index, …`: under the reference choices (left out, min-max, declared weights, linear), each with one choice changed.
Dimensions and indicators are turned so that more is better. `planted errors (truth)`: what a check that misses nothing
would know.
"""
LEARNT = """Weights learnt from the truth of the other corpora (ridge regression on all indicators, by issuer):
{}. That is about the most that fixed weights of these indicators can give."""
SPREAD = """## How much of it one corpus shows

The reference index by issuer against latent quality: mean, 5 % and 95 % quantile, and the share with the wrong sign.
The smaller groups are drawn by chance out of the same corpora.

| issuers | groups | mean | 5 % | 95 % | below 0 |
|---|---:|---:|---:|---:|---:|"""
HELD = """## Do the rank intervals hold the true rank?

Share of issuers whose rank by latent quality lies in the interval, mean over corpora. An interval over choices tells
what other choices would give; it does not tell what the indicators cannot see, and so it holds the truth too seldom.

| interval | share |
|---|---:|"""
FOOT = """## Where it fails, and why

Dimensions whose correlation with quality, by issuer, is above 0 with its whole interval: {above};
below 0: {below}; not told from 0: {nothing}.

- The simulation lets quality speak through few channels: how many errors are planted (0.35 a report in the middle), how
  often problems arise, outcomes of requests. When a report is published, how many figures its prose tells, what is
  copied, which problems are grave and whether they have a measure do not depend on it: here all that is noise.
- Errors are rare: most reports have none, so that most reports tie on the checks. Means over an issuer's years help.
- A better body has fewer problems to name: the candid dimension runs against quality, and leaving it out gives a higher
  correlation. To read it as candour one has to know from elsewhere how many problems there are.
- No sentence is made more specific by quality. What `specific` shows of it is that fewer problems are told, in hedged
  words and without figures: its rank correlation with quality by issuer is {whole}, and
  {partial} with the number of problems named (truth) held constant.
- Entropy weights go to what is dispersed (evasiveness, concreteness, return of problems), which here is mostly noise.
- With few issuers a single corpus may show anything, see the share below 0.
"""


def main() -> None:
    OUT.write_text(page(list(corpora(GOVERNMENTS, range(1, CORPORA + 1)))), encoding="utf-8")


if __name__ == "__main__":
    main()

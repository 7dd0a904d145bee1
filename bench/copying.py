"""Are planted copies found again, and how many? `python -m bench.copying` writes bench/copying.md.

Simulated corpora whose copies are known: sentences and the rate of copying against the own last report, as planted and
where part of the issuers or all were dealt out anew each year; then the network, with the copies that the simulation
plants and with whole parts of reports that are put into others.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import joblib
import numpy as np
import pandas as pd

from bench.recovery import lines
from govtext.corpus import build
from govtext.reuse import copied_sentences, copy_rate, network, prose, sentences
from govtext.reuse.planted import in_corpus, planted_edges, planted_sentences
from govtext.simulate import simulate

GOVERNMENTS, YEARS = 16, range(2019, 2024)
CORPORA, NETWORKS, FIRST = 52, 16, 5000
DEALT = {"as planted": 0.0, "half of the issuers dealt anew": 0.5, "all issuers dealt anew": 1.0}
DOSES = (0.1, 0.2, 0.3, 0.5, 0.8)
A_DOSE = 6
"""Reports a corpus into which a part of another is put, at each dose."""
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
WIDE = 2 * 1.96
"""Standard errors in a 95 % interval."""
OUT = Path(__file__).with_suffix(".md")


def made(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The prose of a built corpus as a frame, and its planted copies under the corpus's ids."""
    with tempfile.TemporaryDirectory() as folder:
        truth = simulate(GOVERNMENTS, YEARS, seed, Path(folder) / "made")
        corpus = build(truth.folder / "reports", out=Path(folder) / "c", places=truth.folder / "places.csv", workers=1,
                       progress=False).open()  # fmt: skip
        given = prose(corpus)
        texts = given.texts([entry.report for entry in given.entries])
        rows = [(e.report, e.issuer, e.name, e.year, e.published, texts.get(e.report, "")) for e in given.entries]
        frame = pd.DataFrame(rows, columns=["report", "issuer", "name", "year", "published", "text"])
        return frame, in_corpus(truth.table("copies"), corpus)


def dealt(frame: pd.DataFrame, share: float, seed: int) -> pd.DataFrame:
    """The frame with that share of the issuers mixed in every year: what is called their last report is another's."""
    draw = np.random.default_rng(seed)
    issuers = np.array(sorted(frame["issuer"].dropna().unique()))
    some = draw.permutation(issuers)[: round(share * len(issuers))]
    parts = []
    for _, part in frame.groupby("year"):
        new = dict(zip(some, draw.permutation(some), strict=True))
        parts.append(part.assign(issuer=part["issuer"].map(lambda each, new=new: new.get(each, each))))
    return pd.concat(parts, ignore_index=True)


def rates(frame: pd.DataFrame, copies: pd.DataFrame) -> dict[str, float]:
    """What is planted, what is found of it, and the three values of `copy_rate` with the interval of the excess."""
    told = planted_sentences(copied_sentences(frame), copies, frame)
    both = {pair.now.report for pair in prose(frame).pairs("other") if pair.previous}
    told = told[told["report"].isin(both)]
    found = told["how"] != "none"
    rate = copy_rate(frame).set_index("measure")
    return {
        "planted": told["planted"].mean(), "hits": (found & told["planted"]).sum(), "found": found.sum(),
        "there": told["planted"].sum(), "low": rate.loc["excess", "low"], "high": rate.loc["excess", "high"],
        **{name: rate.loc[name, "value"] for name in ("own", "other", "excess")},
    }  # fmt: skip


def over_corpora(made: pd.DataFrame) -> pd.DataFrame:
    """One row a way of dealing: means, bias with its standard error, coverage, precision and recall of sentences."""
    rows = []
    for name, one in made.groupby("corpora", sort=False):
        left = (one["excess"] - one["planted"]).astype(float)
        held = [
            ((one["low"] <= true) & (true <= one["high"])).mean() for true in (one["planted"], one["planted"].mean())
        ]
        rows.append({
            "corpora": name, "planted": one["planted"].mean(), "own": one["own"].mean(), "other": one["other"].mean(),
            "least other": one["other"].min(), "most other": one["other"].max(), "excess": one["excess"].mean(),
            "bias": left.mean(), "error of the bias": left.std() / np.sqrt(len(one)), "spread": left.std(),
            "varies by": one["excess"].astype(float).std(),
            "as told": (one["high"] - one["low"]).astype(float).mean() / WIDE,
            "coverage of 95 %": held[1], "of that corpus": held[0],
            "precision": one["hits"].sum() / one["found"].sum(),
            "recall": one["hits"].sum() / max(one["there"].sum(), 1),
        })  # fmt: skip
    return pd.DataFrame(rows)


def blocks(frame: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame with parts of earlier reports of other issuers put into some, and what was put: report, source, dose.

    A report loses sentences at random until they have the dose's share of its characters; in each one's place comes
    another of the source's sentences, to the letter.
    """
    draw = np.random.default_rng(seed)
    told = sentences(frame)
    known = dict(iter(told.groupby("report")))
    rows = frame.dropna(subset=["published", "issuer", "year"]).set_index("report")
    texts, put = dict(zip(frame["report"], frame["text"], strict=True)), []
    for report, dose in _drawn(rows, draw):
        now = rows.loc[report]
        before = rows[(rows["published"] < now["published"]) & (rows["issuer"] != now["issuer"])]
        source = draw.choice(before.index[(now["year"] - before["year"]) <= 1])
        texts[report] = _put(rows["text"], known[report], known[source], dose, draw)
        put.append((report, source, dose))
    return frame.assign(text=frame["report"].map(texts)), pd.DataFrame(put, columns=["report", "source", "dose"])


def _drawn(rows: pd.DataFrame, draw: np.random.Generator) -> Iterator[tuple[str, float]]:
    """Reports on later years than the first, each once, and their dose."""
    later = rows.index[rows["year"] > min(YEARS)]
    yield from zip(draw.choice(later, A_DOSE * len(DOSES), replace=False), np.repeat(DOSES, A_DOSE), strict=True)


def _put(
    texts: pd.Series, own: pd.DataFrame, theirs: pd.DataFrame, dose: float, draw: np.random.Generator
) -> str:  # fmt: skip
    order = draw.permutation(len(own))
    gone = order[: int(np.searchsorted(own["units"].to_numpy()[order].cumsum(), dose * own["units"].sum())) + 1]
    text, fresh = texts[own["report"].iloc[0]], draw.permutation(len(theirs))
    source = texts[theirs["report"].iloc[0]]
    for at, other in sorted(zip(gone, fresh, strict=False), reverse=True):
        start, end = own[["start", "end"]].iloc[at]
        first, last = theirs[["start", "end"]].iloc[other]
        text = text[:start] + source[first:last] + text[end:]
    return text


def networks(frame: pd.DataFrame, copies: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All pairs with their share and what is planted between them: by the simulation, and with parts put in."""
    natural = planted_edges(network(frame, share=0.01).edges, copies[copies["own"] == "0"])
    mixed, put = blocks(frame, seed)
    return natural, _dosed(planted_edges(network(mixed, share=0.01).edges, put), put)


def _dosed(told: pd.DataFrame, put: pd.DataFrame) -> pd.DataFrame:
    known = {frozenset(pair): dose for *pair, dose in put.itertuples(index=False)}
    return told.assign(dose=[known.get(frozenset(pair), 0.0) for pair in zip(told["left"], told["right"], strict=True)])


def by_share(told: pd.DataFrame) -> pd.DataFrame:
    """Edges, precision and recall at each least share; what dates say of the direction of the planted ones found."""
    rows = []
    for share in SHARES:
        edges = told[told["found"].astype(bool) & (told["share"].fillna(0) >= share)]
        right = edges[edges["planted"] > 0]
        rows.append({
            "share": f"{share:.0%}", "edges": len(edges), "with a planted copy": len(right),
            "precision": len(right) / max(len(edges), 1), "recall": len(right) / max((told["planted"] > 0).sum(), 1),
            "direction right": (right["directed"].astype(bool) & (right["along"] > 0)).mean() if len(right) else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows)


def by_dose(told: pd.DataFrame) -> pd.DataFrame:
    """For each dose how many pairs there are, their share, and how many reach each least share."""
    shares = told["share"].astype(float).fillna(0)
    parts = [(f"{dose:.0%}" if dose else "nothing put in", shares[told["dose"] == dose]) for dose in (0.0, *DOSES)]
    return pd.DataFrame(
        [
            {"taken over": name, "pairs": len(part), "median share": part.median(),
             **{f"at {share:.0%}": (part >= share).mean() for share in SHARES}}
            for name, part in parts
        ]
    )  # fmt: skip


def ranked(told: pd.DataFrame) -> float:
    """Chance that a pair with a planted copy has the greater share than one without (area under the ROC curve)."""
    ranks, planted = told["share"].astype(float).fillna(0).rank(), told["planted"] > 0
    many, rest = int(planted.sum()), int((~planted).sum())
    return float((ranks[planted].sum() - many * (many + 1) / 2) / (many * rest))


TEXT = """# Recovery of planted copies

Made by `python -m bench.copying`. All corpora are simulated: {governments} governments, reports on {first} to {last},
written in every layout and read again by `govtext.build`. A report's sentences are drawn from a stock, copied from its
own last report, or from a report of its cluster; two reports therefore share sentences by chance, and real reports may
share more or fewer.

## The rate of copying from the own last report, {corpora} corpora

`planted`: share of sentences that hold a copy planted from that report; `own`: found in it; `other`: found in an
unrelated report of the year before; `excess`: `copy_rate`, own beyond other. `bias`: excess − planted. `coverage`: how
often the 95 % interval holds the rate that the process plants (the mean over all corpora); if it is right it shows
0.95 ± {error:.3f}. `of that corpus`: how often it holds what happens to be planted in that corpus, which asks for less.
`varies by`: standard deviation of the excess over the corpora; `as told`: the mean standard error that the intervals
tell. `precision`, `recall`: of the sentences found in the own last report. Where issuers are dealt anew, what is called
the last report is another issuer's, and next to nothing is planted from it.

{rates}
`recall` does not count planted sentences that the file does not have or that were read as part of nothing. A sentence
that is found and not planted is no error of the search: it stands in the last report by chance, because the stock is
finite. So precision tells of the simulation's stock, and the raw share `own` is no rate of copying.

The bias is positive only where issuers are compared with themselves: problems last and are named again, so that a
report has more in common with its own last one than with a stranger's without any copying. Where all are dealt anew
the excess is near zero; what is left depends on which stranger is drawn. Where the intervals are about as wide as the
excess varies, what the coverage lacks comes of the bias: do not read them as if they held it.

## Who copies from whom: single sentences, {networks} corpora

The simulation plants {many} copies between reports of different issuers, {mean:.2f} a pair that has any. The chance
that such a pair shares more than another is {ranked:.3f} (0.5 is no better than chance).

{natural}
A sentence or two taken from a neighbour cannot be told from what reports share anyway. The `direction` is that of the
dates of publication; here a writer may have seen a neighbour's draft before it was published, so that it errs.

## Who copies from whom: whole parts, {networks} corpora

Into {each} reports a corpus and dose a part of an earlier published report of another issuer was put. How many pairs
reach each least `share` of `network`:

{doses}
Edges at each least share, all doses together:

{blocks}
"""


def measured(seed: int, *, linked: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """One corpus: its rates by way of dealing, and where asked for the pairs of its two networks."""
    frame, copies = made(seed)
    rows = [{"corpora": name, **rates(dealt(frame, share, seed), copies)} for name, share in DEALT.items()]
    return pd.DataFrame(rows), *(networks(frame, copies, seed) if linked else (pd.DataFrame(), pd.DataFrame()))


def shown(made: pd.DataFrame, natural: pd.DataFrame, doses: pd.DataFrame) -> str:
    """The text of bench/copying.md."""
    table, planted = over_corpora(made), natural["planted"]
    kept = dict.fromkeys(table.columns[1:], ".3f") | {"bias": "+.3f"}
    formats = dict.fromkeys(("precision", "recall", "direction right"), ".3f")
    return TEXT.format(
        governments=GOVERNMENTS, first=min(YEARS), last=max(YEARS), corpora=CORPORA, networks=NETWORKS, each=A_DOSE,
        error=1.96 * float(np.sqrt(0.95 * 0.05 / CORPORA)), rates=lines(table, kept), many=f"{planted.sum():,}",
        mean=planted[planted > 0].mean(), ranked=ranked(natural), natural=lines(by_share(natural), formats),
        blocks=lines(by_share(doses), formats),
        doses=lines(by_dose(doses), dict.fromkeys(["median share", *(f"at {share:.0%}" for share in SHARES)], ".3f")),
    )  # fmt: skip


def main() -> None:
    jobs = (joblib.delayed(measured)(FIRST + at, linked=at < NETWORKS) for at in range(CORPORA))
    parts = zip(*joblib.Parallel(n_jobs=2)(jobs), strict=True)
    text = shown(*(pd.concat(part, ignore_index=True) for part in parts))
    OUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

"""Who reports on which year, and when, as read against what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govtext.simulate.scoring.linked import Linked

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_FACTS = ("issuer", "year", "form", "published", "scope")
_SCOPES = {"own": "own", "all": "aggregate"}


def by_fact(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a fact (issuer, year, form, published, scope): how many reports have it right, not read, or wrong.

    `planted` of the wrong years are titles with a wrong year. A scope is stated by governments only.
    """
    read = corpus.reports.to_pandas()
    rows = linked.contents.dropna(subset="found").merge(
        read, left_on="found", right_on="report", suffixes=("", "_read")
    )
    rows["scope"] = rows["scope"].map(_SCOPES).where(_governments(rows))
    return pd.DataFrame([_fact(name, rows, _titles(linked)) for name in _FACTS if f"{name}_read" in rows])


def _governments(rows: pd.DataFrame) -> pd.Series:
    return rows["issuer"].str.endswith("人民政府") & (rows["level"] != "township")


def _titles(linked: Linked) -> set[str]:
    errors = linked.truth.table("errors")
    return set(errors[errors["kind"] == "years.title"]["report"])


def _fact(name: str, rows: pd.DataFrame, titles: set[str]) -> dict[str, object]:
    due, told = rows[name].astype("str"), rows[f"{name}_read"]
    asked = rows[name].notna()
    unread = told.isna() & asked
    wrong = asked & ~unread & (told.map(_text) != due)
    planted = int(rows["report"][wrong].isin(titles).sum()) if name == "year" else 0
    right = int((asked & ~unread & ~wrong).sum())
    return {"fact": name, "right": right, "not_read": int(unread.sum()), "wrong": int(wrong.sum()), "planted": planted}


def _text(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def by_body(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a level: bodies, and how many are one issuer in the corpus that no other body is (`right`).

    `split`: reports of one body are told to be of several issuers; `merged`: reports of several bodies to be of one.
    Issuers are those resolved over years where the corpus has them, else the names as printed.
    """
    read = corpus.reports.to_pandas().set_index("report")
    name = "issuer_id" if "issuer_id" in read else "issuer"
    rows = linked.contents.dropna(subset="found").join(read[name].rename("told"), on="found").dropna(subset="told")
    issuers, bodies = rows.groupby("body")["told"].nunique(), rows.groupby("told")["body"].nunique()
    shared = rows["told"].map(bodies).gt(1).groupby(rows["body"]).any()
    frame = pd.DataFrame({"level": rows.groupby("body")["level"].first(), "split": issuers > 1, "merged": shared})
    frame["right"] = ~frame["split"] & ~frame["merged"]
    counts = frame.groupby("level")[["right", "split", "merged"]].sum().astype(int)
    counts.insert(0, "bodies", frame.groupby("level").size())
    return counts.reset_index()

"""Planted errors against findings: what was found, what was missed, what nobody planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govtext.checks.across_reports import FAMILY, across_rules
from govtext.checks.rule import descriptions
from govtext.forms import Label
from govtext.simulate.kinds import DECIDABLE, Says, kinds
from govtext.simulate.scoring.linked import Linked
from govtext.simulate.scoring.wilson import wilson

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

ABSENT = "absent"
"""The status of a planted error of which no finding speaks."""
_KEY = ["unit", "rule", "place"]


def outcomes(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row for every planted error and every failure that nobody planted.

    Columns: report, layout, kind ("" where nothing was planted), rule, place, expected ("" likewise), consequence,
    status (of the finding; `absent` where there is none), and found: in the corpus, as it was to be.
    """
    planted, findings = _planted(linked), _findings(corpus, linked)
    merged = planted.merge(findings, on=_KEY, how="left").fillna({"status": ABSENT})
    alone = findings[findings["status"] == DECIDABLE].merge(planted[_KEY], on=_KEY, how="left", indicator=True)
    alone = alone[alone["_merge"] == "left_only"].drop(columns="_merge")
    layouts = linked.contents.drop_duplicates("found").set_index("report")[["layout"]]
    alone = alone.assign(kind="", expected="", consequence="0", report=alone["unit"]).join(layouts, on="report")
    rows = pd.concat([merged, alone], ignore_index=True)
    rows["found"] = rows["status"] == rows["expected"]
    return rows.sort_values(["report", "rule", "place"], ignore_index=True)[
        ["report", "layout", "kind", "rule", "place", "expected", "consequence", "status", "found"]
    ]


def _planted(linked: Linked) -> pd.DataFrame:
    """`unit`: the report's id; for what is told across reports that of its first edition, whichever was chosen."""
    errors = linked.truth.table("errors").drop_duplicates(["report", "rule", "place"])
    read = linked.contents.dropna(subset="found")
    rows = errors.merge(read[["report", "base", "layout"]], on="report")
    rows["unit"] = rows["base"].where(_across(rows["rule"]), rows["report"])
    return rows[["unit", "report", "layout", "kind", "rule", "place", "expected", "consequence"]]


def _across(rules: pd.Series) -> pd.Series:
    return rules.str.startswith(f"{FAMILY}.")


def _findings(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    rows = corpus.findings.to_pandas()[["report", "rule", "place", "status"]]
    units = linked.contents.dropna(subset="found").drop_duplicates("found").set_index("found")[["report", "base"]]
    rows = rows.rename(columns={"report": "found"}).join(units, on="found", how="inner")
    rows["unit"] = rows["base"].where(_across(rows["rule"]), rows["report"])
    worst = rows["status"].map({"fail": 0, "uncertain": 1, "not_assessable": 2, "pass": 3})
    return rows.assign(worst=worst).sort_values("worst").drop_duplicates(_KEY)[[*_KEY, "status"]]


def by_rule(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a rule: how many errors were planted and are decidable, found, missed, false alarms, precision and recall.

    precision = found / (found + false alarms), recall = found / decidable, each with the interval of Wilson (1927); a
    failure where the damage is declared undecidable counts as a false alarm.
    """
    return pd.DataFrame([_rule(str(rule), of) for rule, of in rows.groupby("rule")])


def _rule(rule: str, rows: pd.DataFrame) -> dict[str, object]:
    decidable = rows["expected"] == DECIDABLE
    found = int((decidable & rows["found"]).sum())
    alarms = int((~decidable & (rows["status"] == DECIDABLE)).sum())
    shares = {"precision": (found, found + alarms), "recall": (found, int(decidable.sum()))}
    told: dict[str, object] = {}
    for name, (part, of) in shares.items():
        told[name] = part / of if of else float("nan")
        told[f"{name}_low"], told[f"{name}_high"] = wilson(part, of)
    label = _label(rule)
    return {
        "rule": rule, "zh": label.zh, "en": label.en, "planted": int((rows["kind"] != "").sum()),
        "decidable": int(decidable.sum()), "found": found, "missed": int(decidable.sum()) - found,
        "false_alarms": alarms, **told,
    }  # fmt: skip


def _label(rule: str) -> Label:
    across = across_rules().get(rule)
    return across.label if across else Label(**descriptions()[rule]["label"])


def by_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a kind of error and layout: what its rule is to say, and how often it does; without what else it breaks."""
    direct = _direct(rows)
    keys = ["kind", "rule", "layout", "expected"]
    counts = direct.groupby(keys)["found"].agg(planted="size", as_expected="sum").reset_index()
    return counts.assign(decidable=counts["expected"] == DECIDABLE)


def _direct(rows: pd.DataFrame) -> pd.DataFrame:
    """Planted errors where they break the rule that their kind names."""
    return rows[rows["rule"] == rows["kind"].map({kind.name: kind.rule for kind in kinds().values()})]


def undecidable(rows: pd.DataFrame) -> pd.DataFrame:
    """Where the damage is declared not to be decidable, and why: a row a kind, with the layouts for which that holds.

    `as_declared` of `planted` had the status that is declared; `failed` were called errors of the report all the same.
    """
    direct = _direct(rows)
    return pd.DataFrame([_declared(direct, *each) for each in declared()])


def declared() -> list[tuple[str, str, str, Says]]:
    """Kind, rule, layout ("" for all) and what is declared, of all that cannot be decided."""
    every = [(kind, "", kind.says) for kind in kinds().values() if not kind.says.decidable]
    some = [(kind, layout, says) for kind in kinds().values() for layout, says in kind.layouts.items()]
    return [(kind.name, kind.rule, layout, says) for kind, layout, says in (*every, *some) if not says.decidable]


def _declared(rows: pd.DataFrame, kind: str, rule: str, layout: str, says: Says) -> dict[str, object]:
    own = rows[(rows["kind"] == kind) & (rows["layout"].isin([layout]) if layout else True)]
    why = says.why or Label("", "")
    return {
        "kind": kind, "rule": rule, "layout": layout or "all", "declared": says.expected, "planted": len(own),
        "as_declared": int(own["found"].sum()), "failed": int((own["status"] == DECIDABLE).sum()),
        "zh": why.zh, "en": why.en,
    }  # fmt: skip

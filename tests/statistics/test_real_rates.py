"""Every rate of the two reports of data/real, worked out by hand from the published figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import govtext
from govtext.statistics import declared, rates

REAL = Path(__file__).resolve().parents[2] / "data" / "real"
OFF, ZERO, SELF = "not_on_form", "zero_denominator", "contradictory"
Worked = tuple[float, float] | float | str
"""Numerator and denominator; a count; or why there is no rate."""

# 安居区 2020 (form of 2019): 8 requests, 1 of a natural person, 7 of businesses; 1 disclosed, 1 refused, 6 not held.
ANJU: dict[str, Worked] = {
    "requests.new": 8, "requests.due": 8, "requests.processed": 8, "clearance": (8, 8),
    "applicants.natural_person": (1, 8), "applicants.business": (7, 8), "applicants.research": (0, 8),
    "applicants.nonprofit": (0, 8), "applicants.legal_service": (0, 8), "applicants.other_org": (0, 8),
    "granted": (1, 8), "partial": (0, 8), "disclosed": (1, 8), "disclosed.broad": (1, 8),
    "disclosed.substantive": (1, 2), "granted.substantive": (1, 2), "refused": (1, 8), "unavailable": (6, 8),
    "not_processed": (0, 8), "other": (0, 8), "disclosed.natural_person": (1, 1), "disclosed.organisations": (0, 7),
    "refused.state_secret": (0, 1), "refused.law_prohibited": (0, 1), "refused.security_stability": (0, 1),
    "refused.third_party": (0, 1), "refused.internal_affairs": (1, 1), "refused.process": (0, 1),
    "refused.enforcement_file": (0, 1), "refused.admin_inquiry": (0, 1),
    "unavailable.not_held": (6, 8), "unavailable.needs_creation": (0, 8), "unavailable.unclear": (0, 8),
    "not_processed.petition": (0, 8), "not_processed.duplicate": (0, 8), "not_processed.publication": (0, 8),
    "not_processed.excessive": (0, 8), "not_processed.reconfirm": (0, 8),
    "other.no_correction": OFF, "other.fee_unpaid": OFF, "other.else": OFF,
    "carried_out": (0, 8), "carried_in": (0, 8),
    "reconsideration": 0, "reconsideration.corrected": ZERO, "reconsideration.upheld": ZERO,
    "reconsideration.pending": ZERO, "litigation": 0, "litigation.corrected": ZERO,
    "litigation_direct.corrected": ZERO, "litigation_after.corrected": ZERO, "litigation.upheld": ZERO,
    "litigation.pending": ZERO, "litigation.after": ZERO,
    "disputes": (0, 8), "disputes.first": (0, 8), "disputes.further": ZERO,
    "documents.made": 2, "documents.published": (2, 2), "documents.issued": OFF, "documents.in_force": OFF,
    "documents.repealed": OFF, "documents.new": OFF, "rules.made": 0, "rules.issued": OFF, "rules.in_force": OFF,
    "rules.repealed": OFF,
    "licensing": 4682, "penalties": 614, "coercion": 75, "penalties.licensing": (614, 4682),
    "coercion.penalties": (75, 614),
    "items.licensing": (2, 260), "items.other_services": (18, 1021), "items.penalties": (-11, 4377),
    "items.coercion": (-11, 181), "items.fees": (-30, 40),
    "fees.items": 10, "fees.amount": OFF, "procurement.projects": 73, "procurement.mean": (2876.4869, 73),
}  # fmt: skip

# 洪泽区 2023 (form of 2021, one row of other handling): 21 requests of natural persons; 4 in part, 3 refused on three
# grounds, 13 not available, 1 petition. The totals of reconsideration (0 for 11) and of litigation after it (0 for 5)
# are wrong in print, so that no rate that rests on them can be had.
HONGZE: dict[str, Worked] = {
    "requests.new": 21, "requests.due": 21, "requests.processed": 21, "clearance": (21, 21),
    "applicants.natural_person": (21, 21), "applicants.business": (0, 21), "applicants.research": (0, 21),
    "applicants.nonprofit": (0, 21), "applicants.legal_service": (0, 21), "applicants.other_org": (0, 21),
    "granted": (0, 21), "partial": (4, 21), "disclosed": (4, 21), "disclosed.broad": (4, 20),
    "disclosed.substantive": (4, 7), "granted.substantive": (0, 7), "refused": (3, 21), "unavailable": (13, 21),
    "not_processed": (1, 21), "other": (0, 21), "disclosed.natural_person": (4, 21), "disclosed.organisations": ZERO,
    "refused.state_secret": (1, 3), "refused.law_prohibited": (0, 3), "refused.security_stability": (0, 3),
    "refused.third_party": (0, 3), "refused.internal_affairs": (0, 3), "refused.process": (1, 3),
    "refused.enforcement_file": (1, 3), "refused.admin_inquiry": (0, 3),
    "unavailable.not_held": (10, 21), "unavailable.needs_creation": (3, 21), "unavailable.unclear": (0, 21),
    "not_processed.petition": (1, 21), "not_processed.duplicate": (0, 21), "not_processed.publication": (0, 21),
    "not_processed.excessive": (0, 21), "not_processed.reconfirm": (0, 21),
    "other.no_correction": OFF, "other.fee_unpaid": OFF, "other.else": OFF,
    "carried_out": (0, 21), "carried_in": (0, 21),
    "reconsideration": SELF, "reconsideration.corrected": SELF, "reconsideration.upheld": SELF,
    "reconsideration.pending": SELF, "litigation": SELF, "litigation.corrected": SELF,
    "litigation_direct.corrected": ZERO, "litigation_after.corrected": SELF, "litigation.upheld": SELF,
    "litigation.pending": SELF, "litigation.after": SELF,
    "disputes": SELF, "disputes.first": SELF, "disputes.further": SELF,
    "documents.made": OFF, "documents.published": OFF, "documents.issued": 0, "documents.in_force": 5,
    "documents.repealed": (5, 10), "documents.new": (0, 10), "rules.made": OFF, "rules.issued": 0,
    "rules.in_force": 0, "rules.repealed": ZERO,
    "licensing": 550, "penalties": 4119, "coercion": 195, "penalties.licensing": (4119, 550),
    "coercion.penalties": (195, 4119),
    "items.licensing": OFF, "items.other_services": OFF, "items.penalties": OFF, "items.coercion": OFF,
    "items.fees": OFF,
    "fees.items": OFF, "fees.amount": 7730.28, "procurement.projects": OFF, "procurement.mean": OFF,
}  # fmt: skip
WORKED = {"anju-2020.txt": ANJU, "hongze-2023.html": HONGZE}


@pytest.mark.parametrize("name", WORKED)
def test_every_rate_is_what_was_worked_out_by_hand(name: str) -> None:
    made = rates(govtext.read(REAL / name)).set_index("rate")
    assert set(made.index) == set(WORKED[name]) == set(declared())
    for rate, worked in WORKED[name].items():
        row = made.loc[rate]
        if isinstance(worked, str):
            assert row["status"] == worked, rate
            assert np.isnan(row["value"]), rate
        elif isinstance(worked, tuple):
            assert (row["numerator"], row["denominator"]) == worked, rate
            assert row["value"] == pytest.approx(worked[0] / worked[1], abs=1e-12), rate
            assert row["status"] == ("ok" if worked[1] >= 30 else "small_denominator"), rate
        else:
            assert (row["value"], row["numerator"], row["status"]) == (worked, worked, "ok"), rate


def test_intervals_worked_out_by_hand() -> None:
    """4 of 21: centre (4 + z²/2) / (21 + z²), half width z √(4 · 17 / 21 + z²/4) / (21 + z²), z = 1.959964."""
    row = rates(govtext.read(REAL / "hongze-2023.html"), "disclosed").iloc[0]
    z2 = 3.841459
    centre, half = (4 + z2 / 2) / (21 + z2), (z2 * (4 * 17 / 21 + z2 / 4)) ** 0.5 / (21 + z2)
    assert (row["low"], row["high"]) == (pytest.approx(centre - half, abs=1e-6), pytest.approx(centre + half, abs=1e-6))

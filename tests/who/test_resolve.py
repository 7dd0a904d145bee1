"""Whose report it is: spellings, offices, ambiguous names, renamed places, decisions of a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.who import Sighting, Who, parse_issuer, read_overrides, resolve, write_questions
from govtext.who.divisions import OPEN, Divisions, Period, Place
from govtext.who.lists import divisions
from tests.made import identity_of, make_reading


def one(**given: object) -> pd.Series:
    known: dict[str, object] = {"year": 2021, **given}
    return resolve([replace(Sighting("a"), **known)]).matches.iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("遂宁市安居区人民政府", "510904/government"),
        ("安居区政府", "510904/government"),
        ("四川省遂宁市安居区人民政府", "510904/government"),
        ("遂宁市安居区人民政府办公室", "510904/office"),
        ("南京鼓楼区政府", "320106/government"),
        ("内蒙古赤峰市红山区人民政府", "150402/government"),
        ("凉山州发改委", "513400/发展和改革委员会"),
        ("凉山彝族自治州发展和改革委员会", "513400/发展和改革委员会"),
        ("昌图县卫健局", "211224/卫生健康局"),
        ("洪雅县止戈镇人民政府", "511423/止戈镇"),
        ("南京市鼓楼区建宁路街道办事处", "320106/建宁路街道"),
        ("合肥高新技术产业开发区管委会", "340100/高新技术产业开发区"),
        ("锡林郭勒盟行政公署", "152500/government"),
        ("上海市人民政府办公厅", "310000/office"),
        ("浦东新区人民政府", "310115/government"),
        ("财政部", "000000/财政部"),
    ],
)
def test_a_name_is_its_issuer(name: str, issuer: str) -> None:
    match = one(issuer=name)
    assert match["issuer_id"] == issuer
    assert not match["doubtful"]
    assert match["evidence"]


def test_a_title_that_names_only_the_place_is_the_governments() -> None:
    assert one(region="上海市", body="government")["issuer_id"] == "310000/government"


OFFICE = "安居区人民政府办公室"


@pytest.mark.parametrize(
    ("title", "preface", "issuer", "rule"),
    [
        ("", "本报告由安居区人民政府办公室编制，代表安居区人民政府公布。", "government", "speaks for the government"),
        ("", "本报告由安居区人民政府办公室综合各部门、各镇街的情况编制。", "government", "speaks for the government"),
        ("安居区人民政府2021年政府信息公开工作年度报告", "", "government", "title names the government"),
        ("", "本办公室收到政府信息公开申请3件。", "office", "speaks for itself"),
        (f"{OFFICE}2021年政府信息公开工作年度报告", "", "office", "nothing says"),
    ],
)
def test_an_office_speaks_for_its_government_only_where_it_says_so(
    title: str, preface: str, issuer: str, rule: str
) -> None:
    match = one(issuer=OFFICE, title=title, preface=preface)
    assert match["issuer_id"] == f"510904/{issuer}"
    assert rule in match["rule"]
    assert not match["doubtful"]


def test_an_office_that_says_both_is_doubtful() -> None:
    both = "本报告由安居区人民政府办公室编制，代表安居区人民政府公布。本办公室收到政府信息公开申请3件。"
    match = one(issuer=OFFICE, preface=both)
    assert match["issuer_id"] == "510904/office"
    assert match["doubtful"]


@pytest.mark.parametrize("name", ["鼓楼区人民政府", "朝阳区财政局", "市中区人民政府", "城区人民政府"])
def test_a_name_that_several_places_bear_stays_open(name: str) -> None:
    match = one(issuer=name)
    assert pd.isna(match["issuer_id"])
    assert match["doubtful"]
    assert match["rule"] == "ambiguous"
    assert match["candidates"].count("|") >= 1


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"closing": "地址：南京市鼓楼区山西路124号"}, "parent named"),
        ({"preface": "现将南京市鼓楼区的年度报告公布如下"}, "parent named"),
        ({"source": "reports/江苏/南京/鼓楼区.html"}, "parent named"),
        ({"metadata": {"发布机构": "南京鼓楼区人民政府"}}, "longer name"),
    ],
)
def test_a_parent_named_anywhere_tells_which(more: dict[str, object], rule: str) -> None:
    match = one(issuer="鼓楼区人民政府", **more)
    assert (match["issuer_id"], match["rule"]) == ("320106/government", rule)
    assert not match["doubtful"]


def test_a_text_that_names_two_parents_tells_nothing() -> None:
    assert one(issuer="鼓楼区人民政府", preface="学习南京市、徐州市的做法")["doubtful"]


def test_a_year_leaves_only_places_of_that_time() -> None:
    assert "140402" in one(issuer="城区人民政府", year=2015)["candidates"]
    assert "140402" not in one(issuer="城区人民政府", year=2022)["candidates"]


def site(names: list[str], host: str = "http://www.njgl.gov.cn/a.html") -> list[Sighting]:
    return [Sighting(f"s{at}", issuer=name, year=2021, url=host) for at, name in enumerate(names)]


SURE = ["南京市鼓楼区教育局", "南京市鼓楼区民政局", "南京市鼓楼区司法局"]


def test_the_host_tells_whose_the_short_names_are() -> None:
    found = resolve(site([*SURE, "鼓楼区财政局", "区卫健委", "宁海路街道办事处"])).matches
    assert found["issuer_id"].tolist()[3:] == ["320106/财政局", "320106/卫生健康委员会", "320106/宁海路街道"]
    assert found["rule"].str.startswith("same site").tolist() == [False] * 3 + [True] * 3
    assert not found["doubtful"].any()


def test_a_host_known_by_one_report_only_leaves_a_doubt() -> None:
    found = resolve(site([*SURE[:1], "鼓楼区财政局"])).matches
    assert found["issuer_id"].tolist()[1] == "320106/财政局"
    assert found["doubtful"].tolist() == [False, True]


def test_another_host_teaches_nothing() -> None:
    found = resolve([*site(SURE), *site(["鼓楼区财政局"], "http://www.xzgl.gov.cn/")]).matches
    assert found["issuer_id"].isna().tolist() == [False, False, False, True]


def test_a_renamed_place_stays_one_issuer_and_keeps_both_codes() -> None:
    reports = [Sighting("a", issuer="洪泽县人民政府", year=2014), Sighting("b", issuer="洪泽区人民政府", year=2023)]
    found = resolve(reports)
    assert found.matches["issuer_id"].tolist() == ["320813/government"] * 2
    assert found.matches["code"].tolist() == ["320829", "320813"]
    assert found.periods[["code", "name", "last"]].iloc[0].tolist() == ["320829", "洪泽县", 2015]
    assert found.issuers[["name", "code", "code_first", "reports"]].iloc[0].tolist() == [
        "江苏省淮安市洪泽区人民政府", "320813", 2016, 2,
    ]  # fmt: skip


def test_a_new_name_used_for_the_year_before_is_no_doubt_and_one_long_gone_is() -> None:
    assert not one(issuer="洪泽区人民政府", year=2015)["doubtful"]
    assert one(issuer="洪泽县人民政府", year=2022)["doubtful"]
    assert one(issuer="洪泽县人民政府", year=2022)["issuer_id"] == "320813/government"


def test_a_merged_place_is_a_break_for_its_successor() -> None:
    found = resolve(
        [Sighting("a", issuer="上城区人民政府", year=2021), Sighting("b", issuer="江干区人民政府", year=2020)]
    )
    assert found.breaks[["issuer_id", "year"]].to_numpy().tolist() == [["330102/government", 2021]]
    assert found.periods.set_index("code").loc["330104", "successors"] == "330102"


def test_places_that_no_list_has_are_known_by_name_and_left_to_a_person() -> None:
    names = ["云岭省清水市青禾县人民政府", "青禾县财政局", "青禾县人民政府"]
    found = resolve([Sighting(f"r{at}", issuer=name, year=2021) for at, name in enumerate(names)])
    assert found.matches["issuer_id"].nunique() == 2
    assert found.matches["doubtful"].all()
    assert found.issuers["parent"].dropna().tolist() == ["~云岭省清水市青禾县/government"]


def test_given_places_are_no_doubt() -> None:
    places = Divisions([Place("990101", (Period("990101", "青禾县", "青禾", "county", 2007, OPEN, "", ""),))])
    match = resolve([Sighting("a", issuer="青禾县人民政府", year=2021)], places=places).matches.iloc[0]
    assert match["issuer_id"] == "990101/government"
    assert not match["doubtful"]


def test_no_name_is_no_match() -> None:
    match = one()
    assert (match["score"], match["rule"]) == (0.0, "no name")


OPEN_QUESTIONS = [
    Sighting("a.html", issuer="鼓楼区人民政府", year=2021, title="标题，带逗号"),
    Sighting("b.html", issuer="鼓楼区人民政府", year=2021),
    Sighting("c.html", issuer="青禾县人民政府", year=2021),
    Sighting("d.html", issuer="青禾县人民政府", year=2022),
]


def test_questions_answered_come_back_as_overrides(tmp_path: Path) -> None:
    asked = resolve(OPEN_QUESTIONS).questions
    assert asked["report"].tolist() == ["a.html", "b.html", ""]
    assert asked["reports"].tolist() == [1, 1, 2]
    asked["issuer"] = ["320106/government", "徐州市鼓楼区人民政府", "~云岭省清水市青禾县/government"]
    write_questions(asked, tmp_path / "who.csv")
    found = resolve(OPEN_QUESTIONS, tmp_path / "who.csv")
    ids = found.matches["issuer_id"].tolist()
    assert ids == ["320106/government", "320302/government", *["~云岭省清水市青禾县/government"] * 2]
    assert found.matches["rule"].tolist() == ["override; year decided"] * 2 + ["override"] * 2
    assert found.questions.empty


def test_questions_left_open_change_nothing(tmp_path: Path) -> None:
    before = resolve(OPEN_QUESTIONS)
    write_questions(before.questions, tmp_path / "who.csv")
    assert read_overrides(tmp_path / "who.csv") == ()
    pd.testing.assert_frame_equal(resolve(OPEN_QUESTIONS, tmp_path / "who.csv").questions, before.questions)


def test_an_override_of_a_report_goes_before_one_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text("report,name,issuer\n,鼓楼区*,320106/government\nb.html,,350102/government\n", encoding="utf-8")
    ids = resolve(OPEN_QUESTIONS[:2], path).matches["issuer_id"].tolist()
    assert ids == ["320106/government", "350102/government"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("report,name,issuer\n,,320106/government\n", "line 2"),
        ("report,name,issuer\n*,,320106/government\n", "fits every report"),
        ("report,name,issuer\na.html,,鼓楼区人民政府\n", "no single issuer"),
        ("report,name,issuer\na.html,,999999/government\n", "no place"),
        ("report,name\na.html,x\n", "columns are missing"),
    ],
)
def test_a_wrong_override_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GovTextError, match=said) as error:
        resolve(OPEN_QUESTIONS, path)
    assert "\n" not in str(error.value)


def test_a_missing_file_of_overrides_is_told(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="cannot be read"):
        read_overrides(tmp_path / "none.csv")


def test_a_frame_and_readings_do_as_well() -> None:
    frame = pd.DataFrame({"report": ["a", "b"], "issuer": ["安居区政府", None], "year": [2021, None]})
    assert resolve(frame).matches["issuer_id"].fillna("").tolist() == ["510904/government", ""]
    reading = make_reading(identity=identity_of(issuer="安居区人民政府"), source="x.html")
    found = resolve([reading])
    assert found.issuer_of == {"x.html": "510904/government"}


def test_every_issuer_id_is_read_back() -> None:
    names = ["安居区人民政府", "安居区财政局", "洪雅县止戈镇人民政府", "财政部", "南京市江北新区管理委员会"]
    found = resolve([Sighting(name, issuer=name, year=2021) for name in names])
    columns = ["issuer_id", "name", "place", "organ"]
    for row in found.issuers[columns].itertuples(index=False):
        issuer = parse_issuer(row.issuer_id, divisions())
        assert (issuer.issuer_id, issuer.place, issuer.organ) == (row.issuer_id, row.place, row.organ)
    with pytest.raises(UnknownCode):
        parse_issuer("某某", divisions())


@given(
    st.lists(
        st.sampled_from(["鼓楼区财政局", "安居区政府", "青禾县政府", "", "区财政局", "洪泽县人民政府"]), max_size=6
    )
)
def test_order_does_not_matter_and_every_report_has_one_match(names: list[str]) -> None:
    reports = [Sighting(f"r{at}", issuer=name, year=2021) for at, name in enumerate(names)]
    first, second = resolve(reports), resolve(reports[::-1])
    assert _sorted(first).equals(_sorted(second))
    assert first.issuers.equals(second.issuers)
    assert first.matches["report"].tolist() == [each.report for each in reports]


def _sorted(found: Who) -> pd.DataFrame:
    return found.matches.sort_values("report", ignore_index=True)


@given(st.text(max_size=30), st.one_of(st.none(), st.integers(1900, 2100)))
def test_any_text_is_matched_or_not_but_never_breaks(text: str, year: int | None) -> None:
    match = resolve([Sighting("a", issuer=text, year=year, preface=text, url=text)]).matches.iloc[0]
    assert 0 <= match["score"] <= 1
    assert pd.isna(match["issuer_id"]) <= match["doubtful"]


def test_a_short_name_that_several_longer_ones_end_in_stays_by_itself() -> None:
    names = ["云岭省清水市青禾县人民政府", "云岭省白水市青禾县人民政府", "青禾县人民政府", "白水市青禾县人民政府"]
    found = resolve([Sighting(f"r{at}", issuer=name, year=2021) for at, name in enumerate(names)])
    places = [issuer.partition("/")[0] for issuer in found.matches["issuer_id"]]
    assert places == ["~云岭省清水市青禾县", "~云岭省白水市青禾县", "~青禾县", "~云岭省白水市青禾县"]

"""The taxonomy and the rules: complete, consistent, and each code with the words that gave it."""

from __future__ import annotations

import csv
import tomllib
from importlib import resources

import pytest

from govtext.errors import UnknownCode
from govtext.problems import taxonomy
from govtext.problems.coding import _rule, _spelled, coder, expand
from govtext.problems.taxonomy import _code

CONTRACT = (
    "content_quality timeliness policy_interpretation request_handling platform staffing capacity awareness "
    "institution participation channels supervision coordination key_fields standardization security_review "
    "publicity data_use other none"
)
CODED = [code for code in taxonomy() if code not in ("other", "none")]


def test_the_codes_are_the_contract_s() -> None:
    assert list(taxonomy()) == CONTRACT.split()


@pytest.mark.parametrize("code", taxonomy())
def test_every_code_is_described_in_both_languages(code: str) -> None:
    about = taxonomy()[code]
    assert about.label("zh") == about.zh != about.label("en") == about.en
    assert all((about.zh, about.en, about.definition_zh, about.definition_en, about.example, about.counter_example))
    assert about.definition_en.isascii()
    assert about.instead in taxonomy()
    assert about.instead != code


@pytest.mark.parametrize("code", CODED)
def test_an_example_has_its_code_and_a_counter_example_another(code: str) -> None:
    about = taxonomy()[code]
    assert coder().code(about.example).codes[0] == code
    assert coder().code(about.counter_example).codes[0] == about.instead


@pytest.mark.parametrize("code", CODED)
def test_every_code_has_rules(code: str) -> None:
    words = [word for group in coder().index.values() for word in group]
    weights = {rule.weight for word in words for rule in word.alone if rule.code == code}
    assert weights >= {0, 3}


def test_no_rule_stands_twice_for_a_code() -> None:
    text = (resources.files("govtext.problems") / "data" / "rules.toml").read_text(encoding="utf-8")
    for code, groups in tomllib.loads(text).items():
        for entries in groups.values():
            assert len(entries) == len(set(entries)), code


def test_one_to_three_codes_each_with_its_words() -> None:
    coded = coder().code("栏目不全、人员不足、培训少、宣传不够、考核不到位、制度不健全")
    assert len(coded.codes) == 3
    for words in coded.words:
        assert words


def test_words_that_cancel() -> None:
    assert coder().code("解读形式单一").codes == ("policy_interpretation",)
    assert coder().code("公开形式单一").codes == ("channels",)
    assert coder().code("水平有限").codes == ("other",)


def test_the_head_counts_more_than_what_follows() -> None:
    long = "宣传不够。" + "有的单位人员不足，有的培训少，有的栏目空白，有的制度不健全。" * 3
    assert coder().code(long).codes[0] == "publicity"


def test_alternatives() -> None:
    assert list(expand("[甲乙|丙丁]戊[己|庚]")) == ["甲乙戊己", "甲乙戊庚", "丙丁戊己", "丙丁戊庚"]


def test_a_name_stands_for_its_words() -> None:
    words = {"<BODY>": "[局|科]"}
    assert _spelled("各<BODY>…推", words) == "各[局|科]…推"
    assert _spelled("互[推|<BODY>]", words) == "互[推|局|科]"


def test_words_that_lead_up_to_the_matter_are_not_the_matter() -> None:
    for lead in ("自查发现，", "从上级检查情况看，", "对照考核指标，"):
        assert coder().code(f"{lead}栏目更新不及时").codes == ("timeliness",)
    assert coder().code("检查走过场，没人去看改了没有").codes == ("supervision",)
    assert coder().code("基层群众获取信息的渠道单一").codes == ("channels",)


def test_a_column_that_is_slow_and_a_column_that_is_broken() -> None:
    assert coder().code("专栏更新慢").codes == ("timeliness",)
    assert coder().code("专栏打不开").codes == ("platform",)


def test_what_is_not_clear_is_other_without_words() -> None:
    assert coder().code("离先进水平还有距离") == (("other",), ((),))


def test_a_rule_or_code_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownCode, match="fewer than two"):
        list(_rule("staffing", 3, "[人|人员]…少", 1))
    with pytest.raises(UnknownCode, match="no part 'colour'"):
        _code("staffing", {"colour": "red"})
    with pytest.raises(UnknownCode, match="lacks"):
        _code("staffing", {"zh": "人员"})


def test_the_csv_of_codes_can_be_parted() -> None:
    assert not any("|" in code or " " in code for code in taxonomy())
    assert next(csv.reader(["a|b"])) == ["a|b"]

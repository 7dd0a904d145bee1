from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.parse.prose.sentences import split_sentences


def slices(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@given(st.text(alphabet="。！？!?.．；;，,\n\r \u3000“”‘’「」《》（）()【】〔〕[]甲乙1a", max_size=80))
def test_nothing_is_lost_and_nothing_is_empty(text: str) -> None:
    assert "".join(slices(text)) == text
    assert all(start < end for start, end in split_sentences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("完善制度", ["完善制度"]),
        ("完善制度。加强培训！有效吗？有。", ["完善制度。", "加强培训！", "有效吗？", "有。"]),
        ("采购2876.4869万元。无其他。", ["采购2876.4869万元。", "无其他。"]),
        ("完善制度. 加强培训.", ["完善制度. ", "加强培训."]),
        ("完善制度!加强培训?", ["完善制度!", "加强培训?"]),
        ("坚持“先审。后发。”的原则。下一步", ["坚持“先审。后发。”的原则。", "下一步"]),
        ("会议强调：“必须公开。”下一步加强培训。", ["会议强调：“必须公开。”", "下一步加强培训。"]),
        ("编制《你问我答！》手册。发布", ["编制《你问我答！》手册。", "发布"]),
        ("公开（详见附件。）情况。其他", ["公开（详见附件。）情况。", "其他"]),
        ("未合上的“引号。下一句。", ["未合上的“引号。", "下一句。"]),
        ("甲「乙。丙」丁。\n戊", ["甲「乙。丙」丁。\n", "戊"]),
        ("一行\n二行", ["一行\n", "二行"]),
        ("收到8件；其中3件办结。", ["收到8件；其中3件办结。"]),
        ("网址www.a.gov.cn可查。", ["网址www.a.gov.cn可查。"]),
        ("真好！！！下一句", ["真好！！！", "下一句"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert slices(text) == expected

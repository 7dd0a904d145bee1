from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.document import Document, DocumentBuilder, GridCell
from govtext.forms import forms
from govtext.model import Section
from govtext.parse.prose.sections import find_sections, printed_number, section_notes, split_at_headings
from govtext.parse.prose.titles import read_heading, section_of

OFFICIAL = (
    "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况", "其他需要报告的事项",
)  # fmt: skip
HAN = "一二三四五六七八九"


def document(*lines: str) -> Document:
    builder = DocumentBuilder("report.txt", "text", "text")
    for line in lines:
        if line == "TABLE":
            builder.grid([GridCell("规章", 0, 0), GridCell("0", 0, 1)])
        else:
            builder.paragraph(line)
    return builder.build()


def read(*lines: str) -> list[tuple[int, str, list[str]]]:
    split = split_at_headings(document(*lines))
    for paragraph in split.paragraphs:
        assert split.text[paragraph.start : paragraph.end] == paragraph.text
    sections = find_sections(split)
    return [(section.number, section.printed, [each.text for each in section.paragraphs]) for section in sections]


def numbers(*lines: str) -> list[int]:
    return [number for number, _, _ in read(*lines)]


def whole(enumerate_as: str, titles: tuple[str, ...] = OFFICIAL) -> list[str]:
    lines: list[str] = []
    for index, title in enumerate(titles):
        number = str(index + 1) if "1" in enumerate_as else HAN[index]
        lines += [enumerate_as.replace("1", number).replace("一", number) + title, f"第{HAN[index]}段正文。"]
    return lines


@pytest.mark.parametrize(
    ("title", "number"),
    [
        *((title, number) for number, title in enumerate(OFFICIAL, 1)),
        ("总 体 情 况", 1), ("总体情况：", 1), ("概述", 1), ("基本情况", 1), ("政府信息公开工作总体情况", 1),
        ("2020年总体情况", 1),
        ("主动公开情况", 2), ("政府信息主动公开情况", 2), ("主动公开政府信息的情况", 2), ("主动公开政府信息情况。", 2),
        ("依申请公开情况", 3), ("依申请公开政府信息情况", 3), ("收到和处理政府信息公开申请的情况", 3),
        ("依申请公开政府信息办理情况", 3),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4), ("行政复议、行政诉讼情况", 4),
        ("复议、诉讼和申诉情况", 4),
        ("政府信息公开行政复议,行政诉讼情况", 4), ("行政复议和行政诉讼情况", 4), ("申请行政复议、提起行政诉讼情况", 4),
        ("政府信息公开工作存在的主要问题及改进情况", 5), ("存在问题及改进情况", 5), ("存在的主要问题和改进情况", 5),
        ("存在的问题和改进措施", 5),
        ("存在的不足及下一步工作打算", 5), ("主要问题和改进措施", 5), ("存在的主要问题", 5), ("下一步工作打算", 5),
        ("改进情况", 5),
        ("其他需要报告的事项", 6), ("其它需报告事项", 6), ("其他事项", 6), ("收费及减免情况", 6),
        ("政府支出与收费情况", 6),
        ("加强组织领导", None), ("本年度办理结果", None), ("结转下年度继续办理", None), ("其他", None),
    ],
)  # fmt: skip
def test_a_title_names_its_section(title: str, number: int | None) -> None:
    assert section_of(title)[0] == number


def test_no_label_of_the_forms_heads_a_section() -> None:
    for form in forms():
        for figure in form.figures():
            for line in (*form.table(figure.table).furniture, figure.row_label.zh):
                heading = read_heading(line)
                assert heading is None or heading.section is None, line


@pytest.mark.parametrize(
    "style", ["一、", "（一）", "(一)", "一.", "一 ", "1.", "1、", "第一部分 ", "第一部分、", "一 、 ", ""]
)
def test_six_sections_in_every_numbering(style: str) -> None:
    found = read("某县财政局2022年政府信息公开工作年度报告", *whole(style))
    assert [number for number, _, _ in found] == [0, 1, 2, 3, 4, 5, 6]
    assert [paragraphs for _, _, paragraphs in found[1:]] == [[f"第{HAN[index]}段正文。"] for index in range(6)]


def test_a_heading_ends_with_its_mark_and_the_text_behind_it_is_prose() -> None:
    split = split_at_headings(document(*(line + "。正文。" for line in whole("一、")[::2])))
    assert [(section.title, section.text) for section in find_sections(split)] == [(one, "正文。") for one in OFFICIAL]


def test_the_title_tells_the_section_and_the_printed_number_is_kept() -> None:
    lines = [line.replace("五、", "四、").replace("六、", "五、") for line in whole("一、")]
    split = document(*lines)
    sections = find_sections(split)
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    assert [printed_number(section) for section in sections] == [1, 2, 3, 4, 4, 5]
    doubts = [note for note in section_notes(split, sections) if note.severity == "doubt"]
    assert len(doubts) == 2


def test_parts_of_the_first_section_are_no_sections() -> None:
    parts = ["（一）主动公开情况。公开信息10条。", "（二）依申请公开情况", "受理3件。", "主动公开情况", "公开20条。"]
    found = read("一、总体情况", *parts, *whole("一、")[2:])
    assert [number for number, _, _ in found] == [1, 2, 3, 4, 5, 6]
    assert found[0][2] == parts


def test_one_line_holds_the_whole_report() -> None:
    text = (
        "某县甲镇2022年政府信息公开工作年度报告 一、总体情况 2022年，我镇完善制度。二、主动公开政府信息情况 规章 0 0 0 "
        "三、收到和处理政府信息公开申请情况 一、本年新收政府信息公开申请数量 0 0 三、本年度办理结果 （七）总计 0 "
        "四、结转下年度继续办理 0 四、政府信息公开行政复议、行政诉讼情况 0 0 0"
        "五、存在的主要问题及改进情况我镇公开不及时。"
        "六、其他需要报告的事项：无。"
    )
    split = split_at_headings(document(text))
    assert [section.number for section in find_sections(split)] == [0, 1, 2, 3, 4, 5, 6]
    assert "".join("".join(each.text.split()) for each in split.paragraphs) == "".join(text.split())
    assert any(note.severity == "repair" for note in split.log)
    assert not any(each.text.startswith(("三、本年度", "四、结转")) for each in split.paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "一、本年新收政府信息公开申请数量", "三、本年度办理结果", "四、结转下年度继续办理",
        "二、上年结转政府信息公开申请数量",
        "详见“二、主动公开政府信息情况”一节。",
        "本报告包括一、总体情况，二、主动公开政府信息情况，三、其他需要报告的事项等部分。",
        "一、主动公开政府信息情况良好，群众满意。", "各单位按照总体情况开展工作。",
        "报告由总体情况、主动公开政府信息情况等组成。",
    ],
)  # fmt: skip
def test_labels_and_mentions_are_not_cut(text: str) -> None:
    given_document = document(text)
    assert split_at_headings(given_document) is given_document


def test_a_table_of_contents_does_not_win() -> None:
    contents = [f"{HAN[index]}、{title}……{index + 1}" for index, title in enumerate(OFFICIAL)]
    found = read("目 录", *contents, "本报告由某县人民政府办公室编制。", *whole("一、"))
    assert [number for number, _, _ in found] == [0, 1, 2, 3, 4, 5, 6]
    assert found[1][2] == ["第一段正文。"]
    assert "本报告由某县人民政府办公室编制。" in found[0][2]


def test_sections_with_tables_only_are_found_without_prose() -> None:
    found = read(
        "一、总体情况",
        "正文。",
        "二、主动公开政府信息情况",
        "TABLE",
        "三、收到和处理政府信息公开申请情况",
        "TABLE",
        "五、存在的主要问题及改进情况",
    )
    assert [(number, len(paragraphs)) for number, _, paragraphs in found] == [(1, 1), (2, 0), (3, 0), (5, 0)]


def test_two_headings_of_one_section_make_one() -> None:
    found = read(
        *whole("一、")[:8],
        "五、存在的主要问题",
        "公开不及时。",
        "六、改进措施",
        "加强培训。",
        "七、其他需要报告的事项",
        "无。",
    )
    assert [number for number, _, _ in found] == [1, 2, 3, 4, 5, 6]
    assert found[4][2] == ["公开不及时。", "六、改进措施", "加强培训。"]


def test_a_heading_broken_over_two_lines_is_one() -> None:
    lines = whole("一、")
    lines[6:7] = ["四、政府信息公开行政复议、行政诉", "讼情况"]
    found = read(*lines)
    assert [number for number, _, _ in found] == [1, 2, 3, 4, 5, 6]
    assert found[3][2] == ["第四段正文。"]


def test_free_form_of_early_years_keeps_every_section() -> None:
    lines = [
        "一、概述", "概述正文。", "二、主动公开政府信息的情况", "公开300条。", "三、依申请公开政府信息情况",
        "受理2件。",
        "四、政府信息公开的收费及减免情况", "未收费。", "五、因政府信息公开申请行政复议、提起行政诉讼的情况", "没有。",
        "六、机构建设和人员培训情况", "培训两次。", "七、存在的主要问题和改进措施", "存在不足。",
    ]  # fmt: skip
    found = read("某市2013年政府信息公开年度报告", *lines)
    assert [number for number, _, _ in found] == [0, 1, 2, 3, 6, 4, 0, 5]
    assert [text for _, _, texts in found for text in texts][1:] == lines[1::2]


def test_unknown_numbered_lines_within_a_section_stay_prose() -> None:
    found = read(
        *whole("一、")[:8],
        "五、存在的主要问题及改进情况",
        "一、公开意识不强",
        "甲。",
        "二、业务能力不足",
        "乙。",
        *whole("一、")[10:],
    )
    assert [number for number, _, _ in found] == [1, 2, 3, 4, 5, 6]
    assert found[4][2] == ["一、公开意识不强", "甲。", "二、业务能力不足", "乙。"]


def test_the_signature_stays_in_the_last_section() -> None:
    found = read(*whole("一、"), "某县人民政府", "2023年1月18日")
    assert found[-1][2] == ["第六段正文。", "某县人民政府", "2023年1月18日"]


def test_a_text_without_headings_is_one_section_and_doubted() -> None:
    plain = document("今天天气很好。", "明天也好。")
    sections = find_sections(plain)
    assert [(section.number, len(section.paragraphs)) for section in sections] == [(0, 2)]
    assert [note.severity for note in section_notes(plain, sections)] == ["doubt"]
    assert find_sections(document()) == ()


def test_missing_sections_are_named() -> None:
    split = document(*whole("一、")[:6])
    notes = section_notes(split, find_sections(split))
    assert [note.message for note in notes] == ["no heading found for section 4, 5, 6"]


NUMBERED = [f"{HAN[index]}、{title}" for index, title in enumerate(OFFICIAL)]
OTHER = ["正文。", "（一）加强领导", "TABLE", "三、本年度办理结果", "一、总体情况2022年。二、主动公开政府信息情况"]


@given(st.lists(st.sampled_from([*OFFICIAL, *NUMBERED, *OTHER]), max_size=20))
def test_no_prose_is_ever_lost(lines: list[str]) -> None:
    split = split_at_headings(document(*lines))
    sections: tuple[Section, ...] = find_sections(split)
    every = [each.start for section in sections for each in section.paragraphs]
    kept = set(every)
    assert len(kept) == len(every)
    prose = [each for each in split.paragraphs if each.text in ("正文。", "（一）加强领导", "2022年。")]
    assert all(each.start in kept for each in prose)
    assert [section.start for section in sections] == sorted(section.start for section in sections)

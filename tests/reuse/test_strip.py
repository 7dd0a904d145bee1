from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import UnknownCode
from govtext.forms import forms
from govtext.reuse import strip
from govtext.reuse.names import issuer_names, place_names
from govtext.reuse.patterns import kinds, reference_lines
from govtext.reuse.units import characters, plain, words

PIECES = [
    "2022年",
    "一是",
    "（一）主动公开。",
    "青溪县财政局",
    "青溪",
    "更新栏目12个",
    "。",
    "；",
    "，",
    "\n",
    "|规章|0|",
    "本机关",
    "\x00",
    "𠀀",
    "Ａ",
]


def taken(text: str, issuer: str | None = None, **options: object) -> list[tuple[str, str]]:
    made = strip(text, issuer, **options)  # type: ignore[arg-type]
    return [(each.kind, text[each.start : each.end]) for each in made.removals]


@pytest.mark.parametrize(
    ("text", "kind", "gone"),
    [
        ("2022年5月3日发布公告。", "date", "2022年5月3日"),
        ("全年发布公告。", "date", "全年"),
        ("发布公告1,234条。", "figure", "1,234"),
        ("占比达到35.5%。", "figure", "35.5%"),
        ("我市加强培训。", "self", "我市"),
        ("全县加强培训。", "self", "全县"),
        ("一是加强培训。", "enumerator", "一是"),
        ("要求：（二）加强培训。", "enumerator", "（二）"),
        ("| 规章 | 0 | 0 |", "table", "| 规章 | 0 | 0 |"),
        ("行政规范性文件\n发布公告。", "form", "行政规范性文件"),
        ("（一）主动公开。发布公告。", "heading", "（一）主动公开。"),
        ("一、总体情况\n发布公告。", "heading", "一、总体情况"),
        ("根据《中华人民共和国政府信息公开条例》规定，编制本年度报告。发布公告。", "preamble",
         "根据《中华人民共和国政府信息公开条例》规定，编制本年度报告。"),
        ("如对本报告有疑问，请与县政府办公室联系。发布公告。", "preamble", "如对本报告有疑问，请与县政府办公室联系。"),
        ("本报告所列数据的统计期限自2022年1月1日起至12月31日止。", "preamble",
         "本报告所列数据的统计期限自2022年1月1日起至12月31日止。"),
    ],
)  # fmt: skip
def test_each_kind_is_taken_out(text: str, kind: str, gone: str) -> None:
    assert (kind, gone) in taken(text)


@pytest.mark.parametrize(
    "text",
    [
        "根本局面没有改变。", "完全区分不同情形。", "版本县志已公开。", "依法编制权责清单。", "更新不够及时。",
        "加强培训，提高认识。", "按照要求及时答复申请。", "全市场信息公开。", "建立一要点一台账做法。",
    ],
)  # fmt: skip
def test_ordinary_words_stay(text: str) -> None:
    assert strip(text).kept == text


def test_names_are_taken_out_in_every_form() -> None:
    text = "青溪省云禾市财政局落实要求，市财政局制发文件，云禾市民关注云禾发布。"
    assert ("issuer", "青溪省云禾市财政局") in taken(text, "青溪省云禾市财政局")
    assert [name for kind, name in taken(text, "青溪省云禾市财政局") if kind == "place"] == ["云禾市", "云禾"]
    assert issuer_names("云禾市人民政府") == ("云禾市人民政府",)
    assert place_names("云禾市青溪区") == ("云禾市", "云禾", "青溪区", "青溪")


def test_further_places() -> None:
    assert strip("走进松柏社区。", places=["松柏"]).kept == "走进社区。"


def test_figures_are_kept_by_choice() -> None:
    text = "2022年发布公告12条。"
    assert strip(text, figures=False).kept == "发布公告12条。"
    assert strip(text, without=["date"]).kept == "年发布公告条。"
    with pytest.raises(UnknownCode, match="no kind of text 'dates'"):
        strip(text, without=["dates"])


def test_every_label_of_the_forms_is_form_text() -> None:
    for form in forms():
        for table in form.tables:
            for block in table.blocks:
                for line in (*block.rows, *block.columns):
                    for label in (*line.path, *line.aliases):
                        assert strip(label).kept == "", label


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost(text: str, figures: bool) -> None:
    made = strip(text, "青溪县财政局", figures=figures)
    assert "".join(piece for _, piece in made.pieces()) == text
    assert "".join(piece for kind, piece in made.pieces() if not kind) == made.kept
    assert "".join(text[place] for place in made.places) == made.kept
    assert all(a.end <= b.start for a, b in zip(made.removals, made.removals[1:], strict=False))
    for start in range(len(made.kept)):
        first, last = made.original(start, start + 1)
        assert text[first:last] == made.kept[start]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_units_stand_where_they_say(text: str) -> None:
    made = strip(text)
    units = characters(made)
    for code, start, end in zip(units.codes, units.starts, units.ends, strict=True):
        assert not made.gone[start]
        assert chr(int(code)) == text[start:end].replace("Ａ", "a")
    assert units.bounds[0] == 0
    assert units.bounds[-1] == len(units)
    for number, (start, end) in enumerate(units.spans):
        inside = units.starts[units.bounds[number] : units.bounds[number + 1]]
        assert len(inside)
        assert start <= inside.min() <= inside.max() < end


def test_a_word_touched_by_a_removal_is_no_word() -> None:
    made = strip("发布12条公告")
    units = words(made, lambda text: [text[:2], text[2:5], text[5:]])
    assert [made.text[a:b] for a, b in zip(units.starts, units.ends, strict=True)] == ["发布", "公告"]


def test_enumerated_items_are_sentences_of_their_own() -> None:
    units = characters(strip("改进措施：一是加强培训；二是更新栏目。"))
    assert [plain(units.sentence(number)) for number in range(len(units.lengths))][-2:] == ["加强培训", "更新栏目"]


def test_every_kind_and_line_is_told_in_both_languages() -> None:
    for kind in kinds():
        assert kind.label.zh
        assert kind.label.en
        assert kind.reason
    assert all(line.source and 0 < line.value < 1 for line in reference_lines())


@pytest.mark.parametrize("text", ["\n" * 50_000, " " * 50_000, "根据条例编制" * 5_000, "一、" * 20_000, "1" * 100_000])
def test_long_and_empty_runs_come_to_an_end(text: str) -> None:
    assert "".join(piece for _, piece in strip(text).pieces()) == text

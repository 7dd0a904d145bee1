"""Every number in the prose as a claim: value, unit, what modifies it, the sentence it stands in."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from govtext.document import Document, Paragraph
from govtext.model import Claim, Section
from govtext.parse.prose.lexicon import lexicon
from govtext.parse.prose.mentions import REACH, Mention, find_mentions
from govtext.parse.prose.numbers import fold
from govtext.parse.prose.sentences import split_sentences

_LINE_END = re.compile(r"[\n\r]")
_LINE_ENDS = str.maketrans("\n\r", "。。")
"""A line's end ends a sentence, so no number runs over it."""
_TITLES = re.compile(r"《[^《》]*》")
_JOIN = re.compile(r"\s?(?:-|~|～|至|到|、|和|与|及|或)\s?")
_AND = re.compile(r"\s?[、和与及]\s?")
_MORE_THAN, _LESS_THAN = re.compile(r"[较比][^,。;]{1,8}多$"), re.compile(r"[较比][^,。;]{1,8}少$")
_CHANGE_OF = re.compile(r"的?(增幅|增长|涨幅)|的?(降幅|下降|减幅)")


def find_claims(document: Document, sections: Sequence[Section]) -> tuple[Claim, ...]:
    """Every number in the sections' prose, in reading order; `document.text[claim.start:claim.end] == claim.raw`.

    `value` holds 万 and 亿, but for money (2876.4869万元: 2876.4869, unit 万元). Of a date it is yyyymmdd or yyyymm
    (None without a year), of a document's number what stands before 号, None for codes (telephone, postcode, e-mail)
    and for what is vague (数百). A number within 《》 is part of a name and of kind `other`, as is a house number.
    """
    return tuple(
        claim
        for section in sections
        for paragraph in section.paragraphs
        for claim in _claims(document, paragraph, section.number)
    )


def _claims(document: Document, paragraph: Paragraph, section: int) -> Iterator[Claim]:
    folded = fold(paragraph.text)
    folded = folded.translate(_LINE_ENDS) if _LINE_END.search(folded) else folded
    mentions = find_mentions(folded)
    if not mentions:
        return
    sentences = split_sentences(paragraph.text)
    starts = [start for start, _ in sentences]
    titles = [match.span() for match in _TITLES.finditer(folded)]
    for mention in _modified(folded, mentions):
        first, last = sentences[bisect_right(starts, mention.start) - 1]
        named = any(start < mention.start and mention.end <= end for start, end in titles)
        start, end = paragraph.start + mention.start, paragraph.start + mention.end
        yield Claim(
            kind="other" if named else mention.kind or "other",
            value=mention.value,
            unit=mention.unit,
            raw=document.text[start:end],
            start=start,
            end=end,
            sentence=paragraph.text[first:last].strip(),
            section=section,
            approximation=mention.approximation,
            bound=_bound(folded, mention),
            change=mention.change,
            place=paragraph.place,
        )


def _modified(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with unit, approximation and change as their surroundings give them."""
    done: list[Mention] = []
    for plain in _with_shared_units(text, mentions):
        mention = plain
        if mention.kind in ("quantity", "percent"):
            shared = done[-1].change if done and _shares(text, done[-1], mention) else ""
            change, approximation = _change(text, mention) or shared, _approximation(text, mention)
            if change or approximation:
                mention = dataclasses.replace(mention, approximation=approximation, change=change)
        done.append(mention)
    return done


def _with_shared_units(text: str, mentions: list[Mention]) -> list[Mention]:
    """A bare number joined to the next by 至, 、 or 和 has the next one's unit: 3至5件."""
    done: list[Mention] = []
    for mention in reversed(mentions):
        after = done[-1] if done and done[-1].kind in ("quantity", "percent") else None
        bare = mention.kind == "quantity" and not mention.unit
        if bare and after and _JOIN.fullmatch(text, mention.end, after.start):
            done.append(dataclasses.replace(mention, unit=after.unit, kind=after.kind))
        else:
            done.append(mention)
    return done[::-1]


def _shares(text: str, before: Mention, mention: Mention) -> bool:
    """Whether one word of change governs both: 分别增长10%和20%."""
    return before.unit == mention.unit and bool(_AND.fullmatch(text, before.end, mention.start))


def _meaning(name: str, pattern: re.Pattern[str], text: str, position: int | None = None) -> str:
    match = pattern.search(text) if position is None else pattern.match(text, position)
    return lexicon().meanings[name][match["word"]] if match else ""


def _before(text: str, mention: Mention) -> str:
    return text[max(0, mention.start - REACH) : mention.start]


def _approximation(text: str, mention: Mention) -> str:
    words = lexicon()
    if mention.approximation:
        return mention.approximation
    before = _meaning("approximation_before", words.approximation_before, _before(text, mention))
    if before == "近" and mention.unit in ("年", "个月", "天", "周", "期"):
        return ""
    if _before(text, mention).endswith("上") and text[mention.start] not in "十百千万亿":
        before = ""
    return before or _meaning("approximation_after", words.approximation_after, text, mention.end)


def _bound(text: str, mention: Mention) -> str:
    if mention.kind not in ("quantity", "percent"):
        return ""
    words = lexicon()
    after = _meaning("bound_after", words.bound_after, text, mention.end)
    return after or _meaning("bound_before", words.bound_before, _before(text, mention))


def _change(text: str, mention: Mention) -> str:
    words, before = lexicon(), _before(text, mention)
    if words.increase.search(before) or _MORE_THAN.search(before):
        return "increase"
    if words.decrease.search(before) or _LESS_THAN.search(before):
        return "decrease"
    after = _CHANGE_OF.match(text, mention.end, mention.end + 4)
    if after and mention.kind == "percent" and text[mention.end : mention.end + 1] == "的":
        return "increase" if after[1] else "decrease"
    return ""

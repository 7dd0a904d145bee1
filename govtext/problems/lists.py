"""Several problems named in one sentence: after 如 or 主要表现在, before 等问题, in 在A、B等方面."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from govtext.problems.cues import Cues

_SHORT = 4
"""A part shorter than this leans on the part before it (不及时、不准确)."""
_LEANING = 6
_SAYS = "(?:还|仍|仍然|尚|均|都|也|依然|不同程度地?|或多或少|普遍)*"
_EXIST = re.compile(
    r"存在(?:着|了)?(?!的)(?P<body>[^。]{4,200}?)(?:等[^，。；、]{0,12}(?:问题|不足|现象|情况|短板|困难|差距|薄弱环节)|的(?:问题|不足|短板)(?=[，。；]|$))"
)
_ASPECTS = re.compile(
    rf"(?:^|(?<=[，；：。\n但在还仍]))(?:但)?(?:我[^，。；、]{{1,3}})?(?:[^，。；、在]{{0,12}}(?:工作|公开))?{_SAYS}在(?P<body>[^。；]{{4,160}}?)"
    r"(?:等)?(?:几个|几|多个|若干|[两二三四五六]个?|方面|环节|上)+(?:与[^，。；]{2,12}相比，?)?"
    rf"(?:，)?{_SAYS}(?P<cue>(?:存在|有|需|不|欠|缺|薄弱|不足|短板|差距|亟)[^。；]{{0,30}})"
)
_SUBJECTS = re.compile(
    rf"(?:^|(?<=[，；：]))(?P<body>[^，。；：]{{4,160}}?)等(?:几个|多个|若干)?(?:方面|环节|工作|能力|领域|问题)?(?:，)?{_SAYS}"
    r"(?P<cue>(?:有待|仍需|还需|尚需|需要?|亟|不够|不足|不|欠|较|偏|存在|薄弱|滞后)[^。；]{0,24})"
)
_GOES_ON = re.compile(
    "(?:不|没|未|无|也|又|却|还|只|由(?!于)|仅|都|就|才|其余|导致|造成|引起|影响|致使|使|难|缺|做不|看不|找不|容易|往往|常|甚至|督查发现|使得|以致|因而|从而|机构|给|让|说|问到|仍|而|且|并|离|与[^，]{1,12}(?:相比|有差距))"
)
"""A clause that begins so has no subject of its own: it goes on with the one before."""
_OUTCOME = re.compile("(?:群众|公众|企业|老百姓|居民|村民|市民|外行)?(?:看|找|查|听|摸)不")
_CAUSE = re.compile("^(?:由于|因为?)(?P<body>[^，。；]{4,40}，[^，。；]{4,40})$")
_ALONE = re.compile("(?:与[^，]{1,14}相比|有关单位|已|目前|对此)")
_LAST_LINK = re.compile(r"(?:以及|和|及|与)")


class Listed(NamedTuple):
    """The parts of a sentence that are each an item, and the words that say what is said of all of them."""

    parts: list[tuple[int, int]]
    cue: str


def listed(sentence: str, cues: Cues) -> Listed | None:
    """The problems that one sentence lists, as offsets in it; None where it names one or none.

    >>> from govtext.problems.cues import cues
    >>> text = "仍存在一定差距，如依申请公开有待规范、内容的深度有待提升等。"
    >>> [text[start:end] for start, end in listed(text, cues()).parts]
    ['依申请公开有待规范', '内容的深度有待提升']
    """
    return (
        _after_lead(sentence, cues)
        or _before_tail(sentence, cues)
        or _after_general(sentence, cues)
        or _cause(sentence, cues)
    )


def _after_lead(sentence: str, cues: Cues) -> Listed | None:
    for lead in cues.lead.finditer(sentence):
        body = sentence[lead.end() :].rstrip("。；，")
        tail = cues.tail.search(body)
        body = body[: tail.start()] if tail else body
        aspects = bool(tail and ("方面" in tail.group() or "环节" in tail.group()))
        said = bool(cues.general.search(sentence) or cues.needs.search(sentence))
        parts = _parts(body, lead.end(), cues, bare=said and aspects, beside=sentence.endswith("；"))
        if len(parts) > 1 and (said or cues.problem(sentence)):
            return Listed(parts, lead.group().strip("，："))
    return None


def _cause(sentence: str, cues: Cues) -> Listed | None:
    """由于A，B, where both name a problem."""
    match = _CAUSE.match(sentence.rstrip("。；，"))
    if match is None:
        return None
    parts = _parts(match["body"], match.start("body"), cues, bare=False)
    return Listed(parts, "由于") if len(parts) == 2 else None


def _before_tail(sentence: str, cues: Cues) -> Listed | None:
    forms: tuple[tuple[re.Pattern[str], bool], ...] = ((_EXIST, False), (_ASPECTS, True), (_SUBJECTS, True))
    for pattern, bare in forms:
        match = pattern.search(sentence)
        if match is None:
            continue
        parts = _parts(match["body"], match.start("body"), cues, bare=bare)
        if len(parts) > 1:
            return Listed(parts, _shortest(match["cue"], cues) if bare else "存在")
    return None


def behind_lead(sentence: str, cues: Cues) -> int:
    """Where the problem begins behind words that say only that there is one (存在的问题是…); 0 where there are none.

    >>> from govtext.problems.cues import cues
    >>> behind_lead("存在的问题是无专人负责", cues())
    6
    """
    for lead in cues.lead.finditer(sentence):
        before = cues.general.search(sentence, 0, lead.end())
        rest = sentence[lead.end() :].strip("，。；")
        if before and rest and before.start() <= lead.start() + 1 and not cues.problem(sentence[: before.start()]):
            return lead.end()
    return 0


def _shortest(words: str, cues: Cues) -> str:
    return cues.problem(words) or (found.group() if (found := cues.general.search(words)) else words)


def _after_general(sentence: str, cues: Cues) -> Listed | None:
    """存在一些不足，A不够，B不及时: the clauses behind the general statement."""
    general = None
    for general in cues.general.finditer(sentence):
        if sentence[general.end() : general.end() + 1] in ("，", "：", ""):
            break
    else:
        return None
    rest = sentence[general.end() + 1 :].rstrip("。；，")
    parts = _parts(rest, general.end() + 1, cues, bare=False, beside=sentence.endswith("；")) if rest else []
    return Listed(parts, general.group()) if len(parts) > 1 else None


def _parts(body: str, start: int, cues: Cues, *, bare: bool, beside: bool = False) -> list[tuple[int, int]]:
    """The parts of a list; unless `bare`, each must name a problem itself, and those that do not lean on the next.

    Clauses parted by commas are a list only where every one of them names a problem, or goes on with the one before;
    none where the sentence stands `beside` others of its kind, parted by semicolons.
    """
    for mark in "；，、":
        if mark not in body or (mark == "，" and beside):
            continue
        cuts = _cut(body, mark, bare)
        parts = _joined(cuts, body, _names(cues), bare=bare or mark == "；", on=_GOES_ON if mark == "，" else _OUTCOME)
        clean = mark != "，" or all(_ALONE.match(body[slice(*part)]) is None for part in parts)
        if len(parts) > 1 and clean:
            return [(start + first, start + last) for first, last in parts]
    return []


def _names(cues: Cues) -> Callable[[str], bool]:
    return lambda part: bool(cues.told(part))


def _cut(body: str, mark: str, bare: bool) -> list[tuple[int, int]]:
    cuts, position = [], 0
    for piece in body.split(mark):
        cuts.append((position, position + len(piece)))
        position += len(piece) + 1
    return [*cuts[:-1], *_last(body, *cuts[-1], bare)] if mark == "、" else cuts


def _last(body: str, start: int, end: int, bare: bool) -> list[tuple[int, int]]:
    """The last part, cut at its 和 where both sides are long enough to be parts."""
    for link in _LAST_LINK.finditer(body, start, end):
        long = link.start() - start >= _SHORT and end - link.end() >= _SHORT
        if long and (bare or link.group() == "以及"):
            return [(start, link.start()), (link.end(), end)]
    return [(start, end)]


def _joined(
    cuts: list[tuple[int, int]], body: str, names: Callable[[str], bool], *, bare: bool, on: re.Pattern[str]
) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    waiting: int | None = None
    for start, end in cuts:
        begin, waiting = (start, None) if waiting is None else (waiting, None)
        piece = body[start:end]
        if not piece:
            continue
        leans = len(piece) < _SHORT or (len(piece) <= _LEANING and piece.startswith(("不", "未", "欠")))
        if (leans or on.match(piece)) and parts and begin == start:
            parts[-1] = (parts[-1][0], end)
        elif bare or names(body[begin:end]):
            parts.append((begin, end))
        else:
            waiting = begin
    if waiting is not None and parts:
        parts[-1] = (parts[-1][0], len(body))
    return parts

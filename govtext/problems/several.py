"""Several measures in one sentence: as many as there are problems to be answered, and no more.

下一步将A，B，C behind three problems says what is done about each; behind one problem it is one measure in three steps.
A cut is made before a clause that begins with an act of its own (a verb, or who does it), and where there would be more
measures than problems, clauses that act on the same thing stay together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from govtext.problems.coding import coder
from govtext.problems.cues import Cues
from govtext.problems.taxonomy import OTHER

Span = tuple[int, int]
_CUT = re.compile("[，；、]")
_LEAD = re.compile(
    r"(?:在?下一?步|下一?阶段|今后|接下来|后续|明年|来年|为此|对此|20\d\d年度?|新的一年|未来|(?:改进|整改|解决)(?:举措|措施|办法)(?:为|是|有|包括)|为(?:解决|改进)[^，。；]{1,24}|针对[^，。；]{1,24}|[^，。；]{0,6}连夜[^，。；]{0,6})，?"
    r"|(?:我们|[我本全][局县市区镇乡委办院所校处厅省州旗盟街站村社]|[市县区乡镇街村省州]里|管委会|[^，。；、]{1,6}(?:政府|办公室|[局委办院厅乡镇街县]))?，?(?:已经?着手|已经|已|将|要|拟|计划|还要|继续)(?!求)"
)
"""What leads up to measures and belongs to none of them."""
_GOES_ON = re.compile(
    r"(?:确保|不断|切实|努力|进一步|持续|力争|力求|着力|形成|促进|保障|便于|方便|让|使|以便|避免|防止|扭转|营造|逐步|实现|做到|提升|提高|增强|推动|不得|不予|确认|年[中内底终][请前]|缺[一者]|由其|使其|并附|附|期满|累计|共|触达|覆盖|受益|首批|达到)"
)
"""A clause that begins so tells the aim or the outcome of the one before."""
_SUBJECT = re.compile(
    r"(?:各|每|所有|由|凡|同时|一[头边面手]|[市县区乡镇村]里|[^，。；、]{2,8}?(?:每[年季月周半]|统一|一律|全部|先|逐))"
)
_LEANS = re.compile(
    r"(?:以[^，]*为[^，]{2,4}|(?:围绕|聚焦|针对|依托|结合|对照|按照|根据|借助)[^，]*|[^，]*之?后|对[^，]{1,6}|我们)$"
)
"""A clause like this leads up to the next."""
_EMPTY = re.compile(
    r"，(?:不断|切实|努力|进一步|持续|全面|推动|促进)[^，；]*(?:水平|质量|质效|成效|满意度|工作|发展|台阶)$"
)
"""Words at the end that say nothing of what is done."""
_LEAST = 4


def steps(sentence: str, cues: Cues) -> list[Span]:
    """The acts of a measure's sentence as offsets, words that lead up to them left out; one where there is one act.

    >>> from govtext.problems.cues import cues
    >>> text = "今后将增配人员，举办培训，不断提高水平。"
    >>> [text[start:end] for start, end in steps(text, cues())]
    ['增配人员', '举办培训']
    """
    start = _behind_lead(sentence)
    parts: list[Span] = []
    for first, last in _clauses(sentence, start):
        if parts and (
            _LEANS.match(sentence[slice(*parts[-1])]) or not _begins(sentence[first:last], sentence[first - 1], cues)
        ):
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return parts


def _behind_lead(sentence: str) -> int:
    start = 0
    while lead := _LEAD.match(sentence, start):
        start = lead.end()
    clause = sentence[start:].split("，")[0]
    return start + len(clause) + 1 if "做起" in clause and len(clause) < len(sentence) - start - 1 else start


def _clauses(sentence: str, start: int) -> list[Span]:
    end = len(_EMPTY.sub("", sentence.rstrip("。；，\n")))
    marks = [match.end() for match in _CUT.finditer(sentence, start, end)]
    return [(first, last) for first, last in zip([start, *marks], [*(mark - 1 for mark in marks), end], strict=True)]


def _begins(clause: str, mark: str, cues: Cues) -> bool:
    if len(clause) < _LEAST or _GOES_ON.match(clause):
        return False
    act = cues.verbs.match(clause) or cues.own.match(clause)
    return bool(act) if mark == "、" else bool(act or _SUBJECT.match(clause))


def fitted(sentence: str, parts: Sequence[Span], most: int) -> list[Span]:
    """The parts joined to no more than `most`: first those that act on the same thing, then the shortest."""
    kept = list(parts)
    codes = [coder().code(sentence[slice(*part)]).codes for part in kept]
    while len(kept) > max(most, 1):
        place = min(range(1, len(kept)), key=lambda at: _apart(sentence, kept, codes, at))
        kept[place - 1 : place + 1] = [(kept[place - 1][0], kept[place][1])]
        codes[place - 1 : place + 1] = [coder().code(sentence[slice(*kept[place - 1])]).codes]
    return kept


def _apart(sentence: str, parts: Sequence[Span], codes: Sequence[tuple[str, ...]], at: int) -> tuple[int, int]:
    """How far two neighbours are from being one: by the mark between, then codes, then length."""
    mark = sentence[parts[at][0] - 1]
    one, other = set(codes[at - 1]) - {OTHER}, set(codes[at]) - {OTHER}
    differ = 2 if one and other and not one & other else 1 if one or other else 0
    if one & other:
        differ = -1
    return (differ + (4 if mark == "；" else 0 if mark == "，" else -2), parts[at][1] - parts[at][0])

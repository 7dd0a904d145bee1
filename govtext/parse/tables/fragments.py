"""Headers broken into fragments: 商业 over 企业 beside 科研 over 机构, line by line.

In such text no line holds a whole label. The labels are put together again column by column, and count as found only
where every fragment finds its column from left to right and every label of the form comes out whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from govtext.forms.labels import bare, normal
from govtext.parse.tables.headers import leaves, nodes
from govtext.parse.tables.vocabulary import Home

Spans = Sequence[Sequence[tuple[int, int]]]
"""Where each fragment stands in its line: from which character to which."""


def labels_come_out_whole(fragments: Sequence[Sequence[str]], home: Home, spans: Spans = ()) -> bool:
    """Whether the fragments, line by line and left to right, make up all column labels of the block in its order.

    Where column labels recur from group to group (复议, 诉讼), the group labels must stand there whole and in order.
    Pieces that are no part of any label are passed over. With `spans` the columns must also stand in their order.

    >>> from govtext.parse.tables.vocabulary import row_homes
    >>> home = row_homes("requests/new")[0]
    >>> upper, lower = "商业 科研 社会公益 法律服务".split(), "企业 机构 组织 机构 其他".split()
    >>> labels_come_out_whole([["自然人", "总计"], upper, lower], home)
    True
    >>> labels_come_out_whole([["自然人", "总计"], upper[::-1], lower], home)
    False
    """
    if home.block.across and _groups(fragments, home) != [node.word for node in nodes(home) if node.leaf is None]:
        return False
    wanted = [normal(leaf.column.path[-1]) for leaf in leaves(home)]
    done = [0] * len(wanted)
    stand: list[list[float]] = [[] for _ in wanted]
    for number, line in enumerate(fragments):
        last = 0
        for place, fragment in enumerate(line):
            word = bare(fragment)
            if not word or not any(word in label for label in wanted):
                continue
            middle = sum(spans[number][place]) / 2 if len(line) > 1 and spans else None
            goes_on = (i for i in range(last, len(wanted)) if wanted[i].startswith(word, done[i]))
            column = next((i for i in goes_on if _fits(stand, i, middle)), None)
            if column is None:
                return False
            done[column] += len(word)
            last = column
            stand[column] += [] if middle is None else [middle]
    return all(count == len(label) for count, label in zip(done, wanted, strict=True)) and _in_order(stand)


def _fits(stand: Sequence[Sequence[float]], column: int, middle: float | None) -> bool:
    """Whether the fragment stands right of the columns before its own and left of those after it, as far as known."""
    if middle is None:
        return True
    left, right = stand[:column], stand[column + 1 :]
    return all(max(each) < middle for each in left if each) and all(middle < min(each) for each in right if each)


def _in_order(stand: Sequence[Sequence[float]]) -> bool:
    """Whether the middles of the columns, as far as they are known, follow each other from left to right."""
    middles = [sum(each) / len(each) for each in stand if each]
    return all(left < right for left, right in pairwise(middles))


def _groups(fragments: Sequence[Sequence[str]], home: Home) -> list[str]:
    """The block's group labels that stand whole in the text, in reading order."""
    known = {node.word for node in nodes(home) if node.leaf is None}
    return [bare(piece) for line in fragments for piece in line if bare(piece) in known]

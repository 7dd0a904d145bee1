"""Headers broken into fragments: 商业 over 企业 beside 科研 over 机构, line by line.

In such text no line holds a whole label. The labels are put together again column by column, and count as found only
where every fragment finds its column from left to right and every label of the form comes out whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from govtext.forms.labels import bare, normal
from govtext.parse.tables.headers import leaves, nodes
from govtext.parse.tables.vocabulary import Home


def labels_come_out_whole(fragments: Sequence[Sequence[str]], home: Home) -> bool:
    """Whether the fragments, line by line and left to right, make up all column labels of the block in its order.

    Where column labels recur from group to group (复议, 诉讼), the group labels must stand there whole and in order.
    Pieces that are no part of any label are passed over.

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
    for line in fragments:
        last = 0
        for fragment in line:
            word = bare(fragment)
            if not word or not any(word in label for label in wanted):
                continue
            column = _column(word, wanted, done, last)
            if column is None:
                return False
            done[column] += len(word)
            last = column
    return all(count == len(label) for count, label in zip(done, wanted, strict=True))


def _groups(fragments: Sequence[Sequence[str]], home: Home) -> list[str]:
    """The block's group labels that stand whole in the text, in reading order."""
    known = {node.word for node in nodes(home) if node.leaf is None}
    return [bare(piece) for line in fragments for piece in line if bare(piece) in known]


def _column(word: str, wanted: Sequence[str], done: Sequence[int], last: int) -> int | None:
    """The first column, not left of the last one, whose label goes on with this fragment."""
    columns = range(last, len(wanted))
    return next((column for column in columns if wanted[column].startswith(word, done[column])), None)

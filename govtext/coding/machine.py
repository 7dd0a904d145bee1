"""What the rules of `govtext.problems` make of given texts and of given items, as frames to be compared."""

from __future__ import annotations

import pandas as pd

from govtext.coding.codes import require
from govtext.coding.spans import match_spans
from govtext.problems import items
from govtext.problems.coding import coder
from govtext.problems.taxonomy import NONE


def rule_codes(coded: pd.DataFrame) -> pd.DataFrame:
    """The rules' codes of items as they are given (item_id, text): a coding, item_id, codes, note.

    The rules see the item alone; what states that there is no problem is told by the splitter.

    >>> rule_codes(pd.DataFrame({"item_id": ["x"], "text": ["人手不足"]})).values.tolist()
    [['x', 'staffing', '人手不足']]
    """
    require(coded, ("item_id", "text"), "items")
    rows = [(str(item), *_by_rules(text)) for item, text in zip(coded["item_id"], coded["text"], strict=True)]
    return pd.DataFrame(rows, columns=["item_id", "codes", "note"])


def _by_rules(text: str) -> tuple[str, str]:
    made = coder().code(text)
    if states_none(text):
        return NONE, text
    return " ".join(made.codes), " ".join(word for words in made.words for word in words)


def states_none(text: str) -> bool:
    """Whether the splitter takes the text alone for a statement that there is no problem."""
    found = items(text)
    return len(found) == 1 and found[0].shape == "none"


def rule_items(texts: pd.DataFrame) -> pd.DataFrame:
    """The items that the splitter finds in texts (text_id, text): text_id, kind, start, end, text, codes, and more.

    Other columns of `texts`, as form, are carried to each item.

    >>> rule_items(pd.DataFrame({"text_id": ["t"], "text": ["一是人手不足。"]}))[["kind", "text"]].values.tolist()
    [['problem', '人手不足']]
    """
    require(texts, ("text_id", "text"), "texts")
    rows = [
        {**{str(k): v for k, v in row.items()}, "kind": item.kind, "start": item.start, "end": item.end,
         "text": item.text, "codes": " ".join(item.codes), "shape": item.shape}
        for row in texts.to_dict("records")
        for item in items(row["text"])
    ]  # fmt: skip
    columns = ["text_id", "kind", "start", "end", "text", "codes", "shape"]
    return pd.DataFrame(rows, columns=[*(str(name) for name in texts.columns if name not in columns), *columns])


def matched_codes(truth: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The coding that `found` items (with codes) give the marked items they match; unmatched ones are left out.

    `frame.attrs["unmatched"]` says how many marked items no found one matches.

    >>> texts = pd.DataFrame({"text_id": ["t"], "text": ["一是人手不足。"]})
    >>> truth = pd.DataFrame({"item_id": ["x"], "text_id": ["t"], "kind": ["problem"], "start": [2], "end": [6]})
    >>> matched_codes(truth, rule_items(texts)).values.tolist()
    [['x', 'staffing']]
    """
    require(found, ("codes",), "found items")
    given = found["codes"].tolist()
    matches = match_spans(truth, found).astype({"truth_row": int, "found_row": int})
    ids = truth["item_id"].astype(str).to_numpy()[matches["truth_row"]]
    frame = pd.DataFrame({"item_id": ids, "codes": [given[row] for row in matches["found_row"]]})
    frame.attrs["unmatched"] = len(truth) - len(frame)
    return frame

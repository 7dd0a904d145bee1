"""Items and codes against the coded sample: `python -m bench.coding` writes bench/coding.md (some minutes).

The rules of `govtext.problems` were tuned on the texts of twenty forms of section 5 (`TUNED`); nobody who wrote a rule
read the texts of the others. Both halves are shown apart. The classifier is measured on texts, and on whole forms, that
it has not seen.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from govtext.coding import (
    ProblemClassifier,
    code_scores,
    cross_validated,
    krippendorff_alpha,
    learning_curve,
    matched_codes,
    read_coded_sample,
    rule_codes,
    rule_items,
    span_scores,
)
from govtext.coding.shipped import CodedSample

TUNED = (
    "comma_list", "dash_bullets", "dunhao_numbers", "false_enumerators", "hanzi_dunhao", "inline_remedy",
    "inside_measure", "mixed_width", "nested_headings", "one_paragraph", "one_sentence", "pdf_linebreaks", "prose",
    "prose_measure_first", "question_style", "quotes", "such_as", "terse", "yishi_pairs", "yishi_two_lists",
)  # fmt: skip
KINDS = ("problem", "measure")
OUT = Path(__file__).with_name("coding.md")


def told(row: pd.Series, measure: str = "f1") -> str:
    """A measure with its interval."""
    return f"{row[measure]:.2f} [{row[f'{measure}_low']:.2f}, {row[f'{measure}_high']:.2f}]"


def table(rows: list[dict[str, object]]) -> str:
    """Rows as a table of Markdown."""
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([str(row[head]) for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Halves:
    """The sample's items and texts by half: forms that rules were tuned on, and held-out ones."""

    def __init__(self, sample: CodedSample) -> None:
        self.sample = sample
        form = sample.texts.set_index("text_id")["form"]
        self.items = sample.items.assign(form=sample.items["text_id"].map(form))
        tuned = form.isin(TUNED)
        self.texts = {"tuned on": set(form.index[tuned]), "held out": set(form.index[~tuned]), "all": set(form.index)}

    def of(self, half: str, kind: str | None = None) -> pd.DataFrame:
        """The marked items of a half."""
        kept = self.items[self.items["text_id"].isin(self.texts[half])]
        return kept if kind is None else kept[kept["kind"] == kind]


def splitting(halves: Halves, found: pd.DataFrame) -> list[dict[str, object]]:
    """Items found against items marked."""
    rows: list[dict[str, object]] = []
    for half, texts in halves.texts.items():
        scores = span_scores(halves.of(half), found[found["text_id"].isin(texts)])
        for row in scores.to_dict("records"):
            each = pd.Series(row)
            rows.append({
                "forms": half, "texts": len(texts), "items": each["group"], "marked": each["n_truth"],
                "found": each["n_found"], "precision": told(each, "precision"), "recall": told(each, "recall"),
                "F1": told(each),
            })  # fmt: skip
    return rows


def coded_by_rules(halves: Halves, found: pd.DataFrame) -> list[dict[str, object]]:
    """Codes by rules of the marked items, and of the items that the splitter found."""
    rows: list[dict[str, object]] = []
    for half in halves.texts:
        for kind in KINDS:
            marked = halves.of(half, kind)
            truth = halves.sample.coding(kind=kind)
            truth = truth[truth["item_id"].isin(marked["item_id"])]
            row: dict[str, object] = {"forms": half, "items": kind, "n": len(marked)}
            for name, coding in {
                "as marked": rule_codes(marked), "as found": matched_codes(marked, found),
            }.items():  # fmt: skip
                scores = code_scores(truth, coding, text=halves.sample.text_of).set_index("code")
                row |= {f"{name}: micro-F1": told(scores.loc["micro"]), f"{name}: macro-F1": told(scores.loc["macro"])}
            rows.append(row)
    return rows


def by_code(halves: Halves, kind: str = "problem", half: str = "held out") -> list[dict[str, object]]:
    """Codes by rules, one by one."""
    marked, truth = halves.of(half, kind), halves.sample.coding(kind=kind)
    truth = truth[truth["item_id"].isin(marked["item_id"])]
    scores = code_scores(truth, rule_codes(marked), text=halves.sample.text_of)
    return [
        {"code": row["code"], "truth": row["n_truth"], "rules": row["n_found"], "precision": f"{row['precision']:.2f}",
         "recall": f"{row['recall']:.2f}", "F1": told(row)}
        for _, row in scores.iterrows()
    ]  # fmt: skip


def learnt(halves: Halves) -> list[dict[str, object]]:
    """The trainable classifier on unseen texts (5 folds) and on unseen forms (a fold is some forms)."""
    rows: list[dict[str, object]] = []
    plain, rich = ProblemClassifier(), ProblemClassifier(words=True, rules=True)
    for kind in KINDS:
        items, coding = halves.of("all", kind), halves.sample.coding(kind=kind)
        row: dict[str, object] = {"items": kind, "n": len(items)}
        for name, classifier in {"letters": plain, "letters, words, rules": rich}.items():
            for unseen, kept in {"texts": items, "forms": items.assign(text_id=items["form"])}.items():
                made = cross_validated(kept, coding, classifier).coding
                scores = code_scores(coding, made, text=halves.sample.text_of).set_index("code")
                row[f"{name}, unseen {unseen}"] = told(scores.loc["micro"])
        rows.append(row)
    return rows


def agreement(halves: Halves) -> list[dict[str, object]]:
    """How well the two blind codings agree."""
    rows: list[dict[str, object]] = []
    for kind in KINDS:
        one, other = (halves.sample.coding(coder, kind) for coder in "ab")
        made = krippendorff_alpha([one, other], text=halves.sample.text_of)
        scores = code_scores(one, other, text=halves.sample.text_of).set_index("code")
        alpha = f"{made['value']:.2f} [{made['low']:.2f}, {made['high']:.2f}]"
        rows.append({
            "items": kind, "n": len(one), "alpha (MASI)": alpha,
            "F1 of one against the other": told(scores.loc["micro"]),
        })  # fmt: skip
    return rows


def curve(halves: Halves) -> list[dict[str, object]]:
    """What more coding would bring: micro-F1 on texts that were held out, against coded problems to learn from."""
    made = learning_curve(halves.of("all", "problem"), halves.sample.coding(kind="problem"))
    fitted = made.fitted[made.fitted["measure"] == "micro"]
    return [
        {"coded problems": row["items"], "micro-F1": f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]",
         "": "a guess, beyond what was tried" if row["extrapolated"] else ""}
        for row in fitted.to_dict("records")
    ]  # fmt: skip


ABOUT = """# Items and codes against the coded sample

Written by `python -m bench.coding`. The sample (data/coded) is simulated: texts, both codings and their settlement are
a language model's, the second coding blind to the first. The figures tell how well the rules and the classifier do on
such texts; on real reports they may do worse. {tuned} of the {forms} forms of section 5 served to tune the rules; the
rules' authors did not read the texts of the others. In brackets: 95 %, bootstrap over texts. A found item counts where
it shares half of its characters or more with a marked one of the same kind.
"""


def main() -> None:
    halves = Halves(read_coded_sample(Path(__file__).parents[1] / "data" / "coded"))
    found = rule_items(halves.sample.texts)
    parts = {
        "Items, by the splitter": table(splitting(halves, found)),
        "Codes by rules": table(coded_by_rules(halves, found)),
        "Codes by rules of problems in held-out forms, one by one": table(by_code(halves)),
        "The classifier, cross-validated": table(learnt(halves)),
        "What two codings agree on": table(agreement(halves)),
        "What more coding would bring": table(curve(halves)),
    }
    about = ABOUT.format(tuned=len(TUNED), forms=halves.sample.texts["form"].nunique())
    text = "\n".join([about, *(f"## {title}\n\n{part}\n" for title, part in parts.items())])
    OUT.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()

"""Segmentation against jieba at equal Chinese tokens, and a corpus's tokens from the cache: `python -m bench.words`."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

import pandas as pd

from bench.measure import medians, report, report_memory
from govtext.report import read
from govtext.words import Segmenter, counts, texts, tokens
from govtext.words.engines import jieba_tokenizer

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "reports"
CHINESE = re.compile("[\u4e00-\u9fd5]")
DOCUMENTS = 20_000
"""Of the run over many documents: simulated prose, each with a number of its own."""


def prose() -> list[str]:
    """Every section of the simulated sample that is kept as text."""
    reports = [read(path) for path in sorted(SAMPLE.glob("*/*.txt"))]
    return [section.text for each in reports for section in each.sections if section.text]


def chinese(cut: list[list[str]]) -> list[list[str]]:
    return [[token for token in tokens if CHINESE.search(token)] for tokens in cut]


def engines(given: list[str]) -> None:
    """The same Chinese tokens first, then the time."""
    plain, bare, own = jieba_tokenizer({}), Segmenter(lexicon=()), Segmenter()
    reference = Segmenter("jieba")
    equal = chinese([plain.lcut(text) for text in given]) == chinese([bare.tokens(text) for text in given])
    alike = [reference.tokens(text) for text in given] == [own.tokens(text) for text in given]
    print(f"Chinese tokens as plain jieba: {equal}; with the lexicon the same from both engines: {alike}")
    times = medians(
        {
            "Segmenter.tokens (rjieba, domain lexicon)": lambda: [own.tokens(text) for text in given],
            "Segmenter.tokens (rjieba, no lexicon)": lambda: [bare.tokens(text) for text in given],
            "Segmenter.words (stop words left out)": lambda: [own.words(text) for text in given],
            "Segmenter.cut (tokens with offsets)": lambda: [own.cut(text) for text in given],
            "Segmenter.tokens (jieba, domain lexicon)": lambda: [reference.tokens(text) for text in given],
            "plain jieba": lambda: [plain.lcut(text) for text in given],
        }
    )
    report(f"{sum(map(len, given)):,} characters", times, "Segmenter.tokens (rjieba, domain lexicon)")
    first, second = (times["plain jieba"] / each for each in [*times.values()][:2])
    print(f"\nplain jieba against tokens: {first:.1f} with the lexicon, {second:.1f} without")


def streaming(given: list[str]) -> None:
    """Counts over many documents: cut, cut and kept, and from the cache; CPU seconds of the one process."""
    many = [f"{number}。{given[number % len(given)]}" for number in range(DOCUMENTS)]
    source = texts(pd.DataFrame({"text": many}))
    print(f"\n{len(many):,} documents, {sum(map(len, many)):,} characters\n")
    print("| what | CPU s | texts cut |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, cache in (("no cache", None), ("into the cache", folder), ("from the cache", folder)):
            made, start = tokens(source, cache=cache), time.process_time()
            counts(made)
            print(f"| counts, {name} | {time.process_time() - start:.2f} | {made.cut:,} |", flush=True)


def main() -> None:
    given = prose()
    engines(given)
    streaming(given)
    start = "from govtext.words import Segmenter; "
    report_memory(
        "Peak memory",
        {
            "Python alone": "pass",
            "Segmenter, rjieba": f"{start}Segmenter().tokens('公开')",
            "Segmenter, jieba": f"{start}Segmenter('jieba').tokens('公开')",
        },
    )


if __name__ == "__main__":
    main()

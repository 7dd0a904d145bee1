"""Crawl text to a reading, against bare reading and against a naive reader: `python -m bench.text`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from bench.measure import medians, report, report_memory
from govtext.forms import form
from govtext.parse import parse
from govtext.readers import read_document
from tests.renderings import anju_2020, render

KEYS = [figure.key for figure in form("2019").figures()]
NUMBER = re.compile(r"(?<![\d.])[增减-]?\d+(?:\.\d+)?(?![\d.])")
ENUMERATED = re.compile(r"\d+\.[^\d]|[（(].*?[)）]")
READ = (
    "import sys; from pathlib import Path; from govtext.readers import read_document; from govtext.parse import parse\n"
)


def bare(file: Path) -> str:
    """Open and decode."""
    return file.read_bytes().decode("utf-8")


def naive(file: Path) -> dict[str, float]:
    """As the nearest public code does it: every number after the second section's title, in order, fills the form."""
    text = bare(file).split("二、主动公开", 1)[-1].split("五、存在", 1)[0]
    numbers = NUMBER.findall(ENUMERATED.sub("", text))
    signed = (number.replace("增", "").replace("减", "-") for number in numbers)
    return dict(zip(KEYS, map(float, signed), strict=False))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.txt")
        file.write_bytes(render(anju_2020(), "crawl_bars"))
        times = medians(
            {
                "bare reading (open, decode)": lambda: bare(file),
                "naive reader (numbers in order)": lambda: naive(file),
                "govtext: file to document": lambda: read_document(file),
                "govtext: file to reading": lambda: parse(read_document(file)),
            }
        )
        report(f"Crawl text, {file.stat().st_size / 1024:.1f} KiB", times, "naive reader (numbers in order)")
        codes = {
            "Python alone": "pass",
            "govtext imported": READ,
            "one report read": f"{READ}parse(read_document({str(file)!r}))",
            "the same report read 200 times": f"{READ}for _ in range(200): parse(read_document({str(file)!r}))",
        }
        report_memory("Peak memory", codes)


if __name__ == "__main__":
    main()

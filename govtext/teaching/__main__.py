"""`python -m govtext.teaching`: the student copies of notebooks/teaching, with the data they need, into one folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from govtext.errors import GovTextError
from govtext.teaching.folder import data_folder
from govtext.teaching.student import write_students


def main() -> int:
    """Write the copies and say what became of each; exit code 1 with one line where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m govtext.teaching", description=__doc__)
    parser.add_argument(
        "--masters", type=Path, default=Path("notebooks/teaching"), help="folder of the master notebooks"
    )
    parser.add_argument("--out", type=Path, default=Path("out/teaching"), help="folder of the student copies")
    given = parser.parse_args()
    try:
        done = write_students(given.masters, given.out, data_folder(given.masters))
    except GovTextError as error:
        print(error, file=sys.stderr)
        return 1
    for name, state in done.items():
        left = "已有作答，未改动 · worked in, kept as it is" if state == "kept" else "已生成 · written"
        print(f"{given.out / name}: {left}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

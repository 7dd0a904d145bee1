from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from govtext.errors import GovTextError
from govtext.simulate import simulate


def tree(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(small: Path, tmp_path: Path) -> None:
    code = f"from govtext.simulate import simulate; simulate(8, [2021, 2020], 3, {str(tmp_path / 'again')!r})"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert tree(tmp_path / "again") == tree(small)


def test_another_seed_gives_another_corpus(small: Path, tmp_path: Path) -> None:
    simulate(8, [2020, 2021], 4, tmp_path)
    same = set(tree(tmp_path).values()) & set(tree(small).values())
    assert same <= {tree(small)["README.md"]} | {value for name, value in tree(small).items() if name.endswith(".csv")}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(GovTextError, match="not empty"):
        simulate(2, [2020], 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("governments", "years"), [(0, [2020]), (2, []), (2, [2018])])
def test_what_cannot_be_simulated_is_said(governments: int, years: list[int], tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="nothing to simulate"):
        simulate(governments, years, 1, tmp_path / "out")


def test_an_unknown_layout_is_said(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="bars, plain"):
        simulate(2, [2020], 1, tmp_path / "out", layouts=["bar"])

"""Places of a CSV: read back as written, wrong rows told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from govtext.errors import GovTextError
from govtext.who import Sighting, read_places, resolve, write_places
from govtext.who.divisions import OPEN, Period
from govtext.who.places import COLUMNS

HEADER = ",".join(COLUMNS)
ROWS = [
    ("X1", Period("X1", "云岭省", "云岭", "province", 2007, OPEN, "", "X1")),
    ("X2", Period("X2a", "砚棠县", "砚棠", "county", 2007, 2020, "X1", "X1")),
    ("X2", Period("X2b", "砚棠市", "砚棠", "county", 2021, OPEN, "X1", "X1")),
]


def written(tmp_path: Path) -> Path:
    out = io.StringIO()
    write_places(ROWS, out)
    path = tmp_path / "places.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_places_are_read_as_written(tmp_path: Path) -> None:
    places = read_places(written(tmp_path)).places
    assert [(id_, period) for id_, place in places.items() for period in place.periods] == ROWS


def test_a_place_keeps_its_id_under_its_names(tmp_path: Path) -> None:
    seen = [Sighting("a", issuer="砚棠县人民政府", year=2019), Sighting("b", issuer="云岭省砚棠市政府", year=2022)]
    matches = resolve(seen, places=written(tmp_path)).matches
    assert matches["issuer_id"].tolist() == ["X2/government"] * 2
    assert matches["code"].tolist() == ["X2a", "X2b"]
    assert matches["code_year"].tolist() == [2019, 2022]
    assert not matches["doubtful"].any()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,code\nX,X\n", "columns are missing"),
        (f"{HEADER}\n,X,云岭省,云岭,province,2007,,,X\n", "without an id"),
        (f"{HEADER}\nX/1,X,云岭省,云岭,province,2007,,,X\n", "without an id"),
        (f"{HEADER}\n~X,X,云岭省,云岭,province,2007,,,X\n", "without an id"),
        (f"{HEADER}\nX,X,云岭省,云岭,town,2007,,,X\n", "name or level"),
        (f"{HEADER}\nX,X,云,云岭,county,2007,,,X\n", "name or level"),
        (f"{HEADER}\nX,X,云岭省,云岭,province,07,,,X\n", "no year"),
        (f"{HEADER}\nX,X,云岭省,云岭,province,2007,,,X\nX,Y,云山省,云山,province,2020,,,Y\n", "hold at once"),
    ],
)
def test_a_wrong_row_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GovTextError, match=said) as error:
        read_places(path)
    assert "\n" not in str(error.value)


def test_a_missing_file_of_places_is_told(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="cannot be read"):
        read_places(tmp_path / "none.csv")

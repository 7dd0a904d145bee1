"""A folder with one broken file in twenty loses nothing, and the sound reports are read as if there were no other."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from govtext.corpus import build
from govtext.corpus.opened import Corpus
from govtext.corpus.schema import BY_REPORT
from govtext.simulate import Truth, simulate

SHARE = 0.05


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return simulate(24, range(2020, 2024), 2, tmp_path_factory.mktemp("simulated"))


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def broken(truth: Truth) -> dict[str, bytes]:
    """Files that are broken in every way: cut off, empty, noise, something else under a report's name."""
    by_layout = truth.table("reports").groupby("layout")["file"].first()
    docx, pdf, page = ((truth.folder / by_layout[name]).read_bytes() for name in ("docx", "pdf", "page"))
    error_page = "<html><head><title>404</title></head><body><h1>页面不存在</h1></body></html>".encode()
    return {
        "cut.docx": docx[: len(docx) // 2], "half.pdf": pdf[: len(pdf) // 3], "head.pdf": pdf[:40],
        "bomb.docx": zipped(**{"word__document.xml": b"<a>" + b" " * 40_000_000, "[Content_Types].xml": b"<Types/>"}),
        "no-document.docx": zipped(**{"word__other.xml": b"<a/>"}), "empty.docx": b"", "empty.html": b"",
        "noise.doc": bytes(range(256)) * 40, "noise.pdf": b"%PDF-1.4\n" + bytes(range(255, -1, -1)) * 40,
        "not-found.html": error_page, "not-found.pdf": error_page, "zeros.txt": b"\0" * 4000,
        "cut-page.html": page[: page.index(b"<table")] if b"<table" in page else page[:300],
        "surrogates.txt": "通知".encode("utf-16") + b"\xd8",
        "ole.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900,
    }  # fmt: skip


def built(folder: Path, truth: Truth, out: Path) -> Corpus:
    return build(folder, out=out, places=truth.folder / "places.csv", workers=2, progress=False).open()


def test_nothing_is_lost(truth: Truth, tmp_path: Path) -> None:
    folder = truth.folder / "reports"
    alone = built(folder, truth, tmp_path / "alone")
    bad = broken(truth)
    wrong = folder / "2020" / "zz-wrong-extension.pdf"  # a sound report under a wrong name is none of the broken ones
    wrong.write_bytes((folder / alone.manifest.to_pandas()["file"].iloc[0]).read_bytes())
    for number, (name, content) in enumerate(bad.items()):
        (folder / f"{2020 + number % 4}" / name).write_bytes(content)
    assert len(bad) >= SHARE * len(truth.files())
    both = built(folder, truth, tmp_path / "both")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    manifest, errors = both.manifest.to_pandas(), both.errors.to_pandas()
    assert set(manifest["file"]) == there
    assert manifest["report"].isna().tolist() == manifest["file"].isin(errors["file"]).tolist()
    assert {Path(file).name for file in errors["file"]} == set(bad)
    assert errors["message"].str.len().gt(0).all()
    assert not errors["error"].isin(("KeyError", "TypeError", "ValueError", "AttributeError", "IndexError")).any()
    copy = manifest.set_index("file").loc["2020/zz-wrong-extension.pdf"]
    assert pd.notna(copy["same_as"])
    for name in BY_REPORT:
        pd.testing.assert_frame_equal(getattr(both, name).to_pandas(), getattr(alone, name).to_pandas())

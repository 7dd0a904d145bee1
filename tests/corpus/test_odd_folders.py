"""Odd folders: links in circles, names that are no UTF-8, parts that are gone; what is wrong is one clear line."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govtext.cli import app
from govtext.corpus import build, store
from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError
from tests.corpus.made_reports import write_reports
from tests.corpus.test_build import hashes

RUN = CliRunner()
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems know no such names")


def built(folder: Path, out: Path) -> Corpus:
    return build(folder, out=out, workers=1, progress=False).open()


def failures(corpus: Corpus) -> dict[str, str]:
    return {row["file"]: row["message"] for row in corpus.errors.to_arrow(["file", "message"]).to_pylist()}


def test_links_in_a_circle_and_out_of_the_folder(tmp_path: Path) -> None:
    """Neither stops the build; a link to a folder elsewhere is named, one into the folder itself adds nothing."""
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere"
    write_reports(folder, 1)
    write_reports(elsewhere, 1)
    (folder / "one").symlink_to(folder / "other")
    (folder / "other").symlink_to(folder / "one")
    (folder / "self").symlink_to(folder)
    (folder / "away").symlink_to(elsewhere)
    corpus = built(folder, tmp_path / "out")
    said = failures(corpus)
    assert set(said) == {"one", "other", "away"}
    assert "not followed" in said["away"]
    assert len(corpus) == 1


@LINUX
def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    write_reports(folder, 1)
    (folder / "closed").mkdir()
    real = os.scandir

    def refusing(path: str | Path) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert failures(built(folder, tmp_path / "out")) == {
        "closed": "the folder cannot be listed (found Permission denied)"
    }


@LINUX
def test_a_path_too_long_to_open_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    write_reports(folder, 1)
    monkeypatch.chdir(folder)
    for _ in range(45):
        Path("d" * 100).mkdir()
        os.chdir("d" * 100)
    Path("x.txt").write_text("x", encoding="utf-8")
    said = failures(built(folder, tmp_path / "out"))
    assert len(said) == 1
    assert "too long" in next(iter(said.values()))


@LINUX
def test_names_in_another_encoding_lead_back_to_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    path = write_reports(folder, 1)[0]
    name = "政府信息公开".encode("gbk") + b".txt"
    raw = os.fsencode(folder) + b"/" + name
    shutil.copyfile(path, raw)
    path.unlink()
    corpus = built(folder, tmp_path / "out")
    row = corpus.manifest.to_arrow(["file", "report"]).to_pylist()[0]
    assert row["file"] == name.decode("utf-8", "backslashreplace") != name.decode("utf-8", "replace")
    assert corpus.report(row["report"]).identity.year is not None


@pytest.mark.parametrize("name", ["cells", "sections", "reports", "identities", "errors", "findings", "manifest"])
def test_a_lost_part_is_made_again(tmp_path: Path, name: str) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write_reports(folder, 2)
    built(folder, out)
    before = hashes(out)
    for path in (out / name).iterdir():
        path.unlink()
    built(folder, out)
    assert hashes(out) == before


def test_a_part_cut_off_is_made_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write_reports(folder, 2)
    built(folder, out)
    before = hashes(out)
    part = next((out / "sections").iterdir())
    part.write_bytes(part.read_bytes()[:-100])
    built(folder, out)
    assert hashes(out) == before


def test_a_corpus_does_not_lie_among_its_reports(tmp_path: Path) -> None:
    write_reports(tmp_path, 1)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(GovTextError, match="among its reports"):
        build(tmp_path, out=tmp_path, progress=False)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["in", "--out", "file"], "no folder can be made here"),
        (["nothing", "--out", "new"], "no such file or folder"),
        (["in", "--out", "new", "--scheduler", "nonsense"], "no Dask scheduler"),
    ],
)
def test_what_was_asked_wrongly_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    write_reports(Path("in"), 1)
    Path("file").write_text("x", encoding="utf-8")
    failed = RUN.invoke(app, ["build", *given])
    assert failed.exit_code != 0
    assert isinstance(failed.exception, GovTextError)
    assert said in str(failed.exception)
    assert Path("new").exists() is ("--scheduler" in given)


def test_no_worker_at_all_is_wrong_usage(tmp_path: Path) -> None:
    assert RUN.invoke(app, ["build", str(tmp_path), "--out", str(tmp_path / "o"), "--workers", "0"]).exit_code == 2


def test_a_full_disk_is_one_line_and_the_next_build_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write_reports(folder, 2)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "put", full)
        with pytest.raises(GovTextError, match="No space left on device"):
            build(folder, out=out, workers=1, progress=False)
    result = build(folder, out=out, workers=1, progress=False)
    assert (result.read, result.reports) == (0, 2)


def test_a_name_with_a_line_end_stays_on_one_line(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("no such names there")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\nb.txt").write_text("今天天气很好。", encoding="utf-8")
    failed = RUN.invoke(app, ["build", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "1"])
    assert failed.exit_code == 1
    assert sum("no annual report" in line for line in failed.stderr.splitlines()) == 1
    assert any(line.startswith("a b.txt: ") for line in failed.stderr.splitlines())

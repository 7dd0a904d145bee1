"""Building: complete, the same to the byte, cached, resumed after any interruption, and one bad file costs itself."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from govtext.corpus import build, building, store
from govtext.corpus.guard import Bounds
from govtext.corpus.opened import Corpus, open_corpus
from govtext.errors import GovTextError
from tests.corpus.made_reports import BROKEN, made_report, write_broken, write_reports

REPORTS = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight reports, five broken files, one report twice."""
    folder = tmp_path_factory.mktemp("in")
    paths = write_reports(folder, REPORTS)
    write_broken(folder / "broken")
    (folder / "twice.txt").write_bytes(paths[0].read_bytes())
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus of an undisturbed build."""
    return build(folder, out=tmp_path_factory.mktemp("out"), workers=2, progress=False).open()


def hashes(root: Path) -> dict[str, str]:
    """Every file of a corpus; what is hidden (the lock, what a dying worker still writes aside) is none of it."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("[!.]*") if path.is_file()}
    seen = {name: path for name, path in files.items() if not name.startswith(".") and "/." not in name}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in seen.items()}


def tables(root: Path) -> dict[str, str]:
    return {name: digest for name, digest in hashes(root).items() if name != "corpus.json"}


def files_of(corpus: Corpus) -> list[str]:
    return corpus.manifest.to_arrow(["file"])["file"].to_pylist()


def test_every_file_is_a_report_or_an_error(folder: Path, whole: Corpus) -> None:
    assert not (whole.path / ".segments").exists()
    there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert sorted(files_of(whole)) == there
    errors = whole.errors.to_arrow(["file"])["file"].to_pylist()
    assert sorted(errors) == sorted(f"broken/{name}" for name in BROKEN)
    reports = set(whole.reports.to_arrow(["report"])["report"].to_pylist())
    for row in whole.manifest.to_arrow().to_pylist():
        assert (row["report"] in reports) != (row["file"] in errors)
    assert len(reports) == REPORTS


def test_the_same_content_twice_is_one_report_and_named(whole: Corpus) -> None:
    rows = whole.manifest.filter(file="twice.txt").to_arrow().to_pylist()
    assert [row["same_as"] for row in rows] == ["000/000000.txt"]
    assert rows[0]["report"] == rows[0]["sha256"][:16]


def test_errors_say_what_is_wrong(whole: Corpus) -> None:
    said = {row["file"]: row for row in whole.errors.to_arrow().to_pylist()}
    assert said["broken/other.html"]["error"] == "NotAReport"
    assert said["broken/other.html"]["kind"] == "html"
    assert "empty" in said["broken/empty.pdf"]["message"]
    assert not any(row["again"] for row in said.values())


def test_two_builds_are_the_same_to_the_byte(folder: Path, whole: Corpus, tmp_path: Path) -> None:
    build(folder, out=tmp_path / "other", workers=1, progress=False)
    assert tables(tmp_path / "other") == tables(whole.path)


def test_a_second_build_reads_only_what_changed(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "in"
    shutil.copytree(folder, here)
    first = build(here, out=tmp_path / "out", workers=1, progress=False)
    assert first.read == REPORTS + len(BROKEN)
    assert build(here, out=tmp_path / "out", workers=1, progress=False).read == 0
    (here / "000" / "000003.txt").unlink()
    (here / "000" / "000004.txt").write_text(made_report("白露", 2022), encoding="utf-8")
    (here / "000" / "000005.txt").rename(here / "moved.txt")
    again = build(here, out=tmp_path / "out", workers=1, progress=False)
    assert (again.read, again.reports) == (1, REPORTS - 1)
    build(here, out=tmp_path / "new", workers=1, progress=False)
    assert hashes(tmp_path / "out") == hashes(tmp_path / "new")


def test_other_code_reads_everything_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "000" / "000001.txt"
    build(file, out=tmp_path, workers=1, progress=False)
    monkeypatch.setattr(building, "reading_version", lambda: "9+other")
    assert build(file, out=tmp_path, workers=1, progress=False).read == 1


def test_cut_off_at_every_step(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each build puts one more file in place and is cut off; the last ends as if nothing had happened."""
    some = [folder / "000" / "000000.txt", folder / "000" / "000001.txt", folder / "broken"]
    build(*some, out=tmp_path / "whole", workers=1, progress=False)
    put, steps = store.put, 0

    class CutOffError(BaseException):
        pass

    def cut() -> Callable[[Path, Path], None]:
        left = iter(range(1))

        def put_or_die(path: Path, aside: Path) -> None:
            if next(left, None) is None:
                raise CutOffError
            put(path, aside)

        return put_or_die

    for _ in range(50):
        monkeypatch.setattr(store, "put", cut())
        try:
            build(*some, out=tmp_path / "cut", workers=1, progress=False)
        except CutOffError:
            steps += 1
        else:
            break
    # The one shard's eight tables, findings across, the five single tables, questions.csv; the index was the last.
    assert steps == 8 + 1 + 5 + 1
    assert hashes(tmp_path / "cut") == hashes(tmp_path / "whole")


KILLED = "import sys; from govtext.corpus import build; build(sys.argv[1], out=sys.argv[2], workers=2, progress=False)"


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_killed_at_random_moments(folder: Path, whole: Corpus, tmp_path: Path) -> None:
    moments = random.Random(7)
    killed = 0
    for number in range(5):
        command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path)]
        process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.3, 2.5))
        except subprocess.TimeoutExpired:
            killed += 1
            if number % 2:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()  # workers outlive it for a while, and must do no harm
            process.wait()
    build(folder, out=tmp_path, workers=2, progress=False)
    assert killed
    assert tables(tmp_path) == tables(whole.path)


def test_a_damaged_segment_is_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = folder / "000"
    build(some, out=tmp_path / "whole", workers=1, progress=False)
    with monkeypatch.context() as patched:
        patched.setattr(building, "merge", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(some, out=tmp_path / "cut", workers=1, progress=False)
    segment = next((tmp_path / "cut" / ".segments").glob("*/*/cells.arrow"))
    segment.with_name("reports.arrow").write_bytes(segment.read_bytes()[:100])
    assert 0 < build(some, out=tmp_path / "cut", workers=1, progress=False).read < REPORTS
    assert hashes(tmp_path / "cut") == hashes(tmp_path / "whole")


def _with_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Have reading processes do something else first, as a library might that is fed a bad file."""
    (tmp_path / "sitecustomize.py").write_text(
        "import govtext.corpus.reading as reading\n"
        "usual = reading._demand_same\n"
        "def demand_same(task):\n"
        "    if task.path.endswith('bad.txt'):\n"
        f"        {body}\n"
        "    return usual(task)\n"
        "reading._demand_same = demand_same\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), root]))


@pytest.mark.parametrize(
    ("body", "bounds", "said"),
    [
        ("import time; time.sleep(60)", Bounds(seconds=3), "longer than 3 seconds"),
        ("import os; os._exit(9)", Bounds(), "died (exit code 9)"),
        ("print('noise', flush=True); import os; os.abort()", Bounds(), "died (exit code"),
        ("raise KeyError('odd')", Bounds(), "an unexpected KeyError"),
    ],
    ids=["hangs", "exits", "aborts", "raises"],
)
def test_a_bad_file_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, bounds: Bounds, said: str
) -> None:
    _with_reader(tmp_path, monkeypatch, body)
    folder = tmp_path / "in"
    write_reports(folder, 3)
    (folder / "000" / "bad.txt").write_text(made_report("坏岭"), encoding="utf-8")
    result = build(folder, out=tmp_path / "out", workers=1, progress=False, bounds=bounds)
    assert (result.reports, result.errors) == (3, 1)
    row = result.open().errors.to_arrow().to_pylist()[0]
    error = "KeyError" if body.startswith("raise") else "BoundExceeded"
    assert (row["file"], row["error"], row["again"]) == ("000/bad.txt", error, error == "BoundExceeded")
    assert said in row["message"]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "hold = bytearray(700 * 2**20)"
    _with_reader(tmp_path, monkeypatch, body)
    folder = tmp_path / "in"
    write_reports(folder, 2)
    (folder / "000" / "bad.txt").write_text(made_report("坏岭"), encoding="utf-8")
    result = build(folder, out=tmp_path / "out", workers=1, progress=False, bounds=Bounds(memory=600 * 2**20))
    assert (result.reports, result.errors) == (2, 1)


def test_what_fails_for_the_machines_sake_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.txt").write_text(made_report("坏岭"), encoding="utf-8")
    with monkeypatch.context() as patched:
        _with_reader(tmp_path, patched, "import os; os._exit(9)")
        assert build(folder, out=tmp_path / "out", workers=1, progress=False).errors == 1
    again = build(folder, out=tmp_path / "out", workers=1, progress=False)
    assert (again.read, again.reports, again.errors) == (1, 1, 0)


def test_no_such_source(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="no such file or folder"):
        build(tmp_path / "nix", out=tmp_path / "out", progress=False)


def test_nothing_to_read_makes_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = build(tmp_path / "in", out=tmp_path / "out", progress=False)
    assert (result.files, result.reports, len(result.open().cells)) == (0, 0, 0)
    assert "0" in repr(open_corpus(tmp_path / "out"))


def test_the_time_of_a_file_is_its_own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    shutil.copy(folder / "000" / "000000.txt", file)
    os.utime(file, (1_600_000_000, 1_600_000_000))
    for epoch, expected in (("", 1_600_000_000), ("1500000000", 1_500_000_000), ("1700000000", 1_600_000_000)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        corpus = build(file, out=tmp_path / "out", workers=1, progress=False).open()
        assert corpus.manifest.to_arrow()["modified"].to_pylist()[0].timestamp() == expected


@pytest.mark.skipif(os.name == "nt", reason="no lock there")
def test_one_build_at_a_time(folder: Path, tmp_path: Path) -> None:
    from govtext.corpus.lock import locked

    with locked(tmp_path), pytest.raises(GovTextError, match="another build"):
        build(folder, out=tmp_path, progress=False)


def test_what_is_listed(tmp_path: Path) -> None:
    """Each file once, the corpus itself and hidden files not; what is no file is an error."""
    folder = tmp_path / "in"
    path = write_reports(folder, 1)[0]
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    for _ in range(2):
        result = build(folder, path, folder / "000", out=folder / "out", workers=1, progress=False)
        assert files_of(result.open()) == ["000/000000.txt", "gone.txt", *(["pipe"] if hasattr(os, "mkfifo") else [])]
        assert result.reports == 1


def test_progress_in_a_log_is_quiet(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(folder, out=tmp_path, workers=1)
    said = capsys.readouterr()
    assert said.out == ""
    assert 0 < len(said.err.splitlines()) <= 10
    assert said.err.splitlines()[-1].startswith(f"reading: {REPORTS + len(BROKEN)} of {REPORTS + len(BROKEN)} files")


def test_shards_are_put_together_alike_after_growth(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more files than a shard holds there are sixteen shards, and what was read is not read again."""
    build(folder, out=tmp_path / "out", workers=1, progress=False)
    monkeypatch.setattr(building, "_A_SHARD", 4)
    assert build(folder, out=tmp_path / "out", workers=1, progress=False).read == 0
    build(folder, out=tmp_path / "new", workers=1, progress=False)
    assert hashes(tmp_path / "out") == hashes(tmp_path / "new")
    corpus = open_corpus(tmp_path / "out")
    assert len(corpus.files("cells")) > 1
    assert len(corpus.cells) == 198 * REPORTS
    (folder / "none").mkdir()
    assert build(folder / "none", out=tmp_path / "out", workers=1, progress=False).reports == 0

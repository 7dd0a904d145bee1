"""The same build on a Dask scheduler with two worker processes on loopback, one of them killed midway."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from govtext.corpus import build, parallel
from govtext.errors import GovTextError
from tests.corpus.made_reports import write_broken, write_reports
from tests.corpus.test_build import hashes

distributed = pytest.importorskip("distributed")


def kill_after_first(out: Path, pid: int, killed: list[int]) -> None:
    """Kill the worker once a batch has been read."""
    until = time.monotonic() + 60
    while time.monotonic() < until and not killed:
        if any(out.glob(".segments/*/[!.]*")):
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
        time.sleep(0.01)


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_worker_dies_and_nothing_is_lost(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write_reports(folder, 20)
    write_broken(folder / "broken")
    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        pid = cluster.workers[0].pid
        killer = threading.Thread(target=kill_after_first, args=(out, pid, killed))
        killer.start()
        result = build(folder, out=out, workers=2, scheduler=cluster.scheduler_address, progress=False)
        killer.join()
    assert killed
    assert (result.files, result.reports, result.errors) == (25, 20, 5)
    build(folder, out=tmp_path / "alone", workers=1, progress=False)
    assert hashes(out) == hashes(tmp_path / "alone")


def test_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_PATIENCE", "0.3s")
    write_reports(tmp_path / "in", 1)
    with pytest.raises(GovTextError, match="no Dask scheduler"):
        build(tmp_path / "in", out=tmp_path / "out", scheduler="tcp://127.0.0.1:1", progress=False)

"""The one way in which work is spread: joblib, on this machine or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from govtext.corpus.progress import Step
from govtext.errors import GovTextError, MissingExtra

_PATIENCE = "10s"
Given = TypeVar("Given")
Made = TypeVar("Made")


def run(
    work: Callable[[Given], Made], items: Sequence[Given], step: Step | None, workers: int | None, scheduler: str | None
) -> list[Made]:
    """The results in the order of the items; `step` is told each result that is a number as it comes in.

    Raises `GovTextError` where a worker died or there is no such scheduler.
    """
    if not items:
        return []
    jobs = (joblib.delayed(work)(item) for item in items)
    with _backend(workers, scheduler):
        made = []
        try:
            for result in joblib.Parallel(return_as="generator", batch_size=1)(jobs):
                made.append(result)
                if step is not None and isinstance(result, int):
                    step(result)
        except TerminatedWorkerError as error:
            raise GovTextError(
                "a worker process was killed, perhaps for want of memory", expected="fewer workers; build again goes on"
            ) from error
        return made


@contextmanager
def _backend(workers: int | None, scheduler: str | None) -> Iterator[None]:
    if scheduler is None:
        with joblib.parallel_config(backend="loky", n_jobs=workers or -1):
            yield
        return
    with _client(scheduler) as client, joblib.parallel_config(backend="dask", n_jobs=workers or -1, client=client):
        yield


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra("a Dask cluster needs an extra", expected="pip install 'govtext[cluster]'") from error
    try:
        return Client(scheduler, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:  # ValueError: what was given is no address
        raise GovTextError("no Dask scheduler", file=scheduler, found=type(error).__name__) from error

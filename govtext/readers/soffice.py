"""LibreOffice, where it is installed, as a second try for old formats."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

_SECONDS = 120


def program() -> str | None:
    """The path of soffice, None where it is not on the PATH."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, suffix: str) -> bytes | None:
    """The file's bytes as .docx; None where soffice is missing, fails, or takes longer than two minutes.

    `suffix` is that of the file's kind, as in ".doc".
    """
    command = program()
    if command is None:
        return None
    with tempfile.TemporaryDirectory(prefix="govtext-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"report{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", name, str(source)]
        _run([command, *arguments])
        result = folder / "report.docx"
        return result.read_bytes() if result.is_file() else None


def _run(command: list[str]) -> None:
    """Run to the end or to the time limit; a program that hangs is ended with all it has started."""
    quiet = subprocess.DEVNULL
    with (
        suppress(OSError),
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process,
    ):
        try:
            process.wait(_SECONDS)
        except BaseException as error:
            _end(process)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()

"""The notebooks in JupyterLab, in a real browser: run all, see the marked table and a figure, click in the panel.

Needs Debian's chromium and Playwright for Python; no browser is downloaded, and nothing but this machine is asked.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "out" / "lab"
"""Pictures of what was seen; the folder is not committed."""
CHROMIUM = shutil.which("chromium")
WAIT = 120_000
"""Milliseconds: a bound for a slow machine, never a pause."""
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0
FIRST = "01-what-one-report-tells.ipynb"
SETTINGS = {
    # Cells out of view stay in the page, so that they can be looked at.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
HARMLESS: tuple[str, ...] = ()
"""Errors of the console that are not ours: none was ever seen, so none is let through."""
PANEL = """\
import pandas as pd
from govtext.coding import CodingPanel
items = pd.DataFrame({"item_id": ["m-1", "m-2"], "text": ["模拟：专职人员不足。", "模拟：栏目更新不够及时。"]})
CodingPanel(items, "coding.csv", language="en")"""

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed (extra: dev)")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine (Debian: apt install chromium)")


def make_lab() -> list[str]:
    """The options with which `make lab` starts JupyterLab."""
    found = re.search(r"^lab:.*\n\t\$\(BIN\)/jupyter lab (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert found, "make lab starts JupyterLab"
    return shlex.split(found[1])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the notebooks need, their outputs taken out, and a notebook with the panel."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    shutil.copytree(ROOT / "data" / "real", folder / "data" / "real")
    first = nbformat.read(ROOT / "notebooks" / FIRST, as_version=4)
    for cell in first.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    panel = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PANEL)], metadata=first.metadata)
    nbformat.write(first, folder / "notebooks" / FIRST)
    nbformat.write(panel, folder / "notebooks" / "panel.ipynb")
    for name, chosen in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(chosen), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """A JupyterLab of its own on the loopback, as `make lab` starts it; its address, with the token to put in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, log = secrets.token_hex(16), home / "server.log"
    own = {f"JUPYTER{name}_DIR": str(home / f".{name}") for name in ("_CONFIG", "_DATA", "_RUNTIME", "LAB_WORKSPACES")}
    environment = os.environ | own | {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "IPYTHONDIR": str(home / ".i")}
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    options += [f"--IdentityProvider.token={token}", *(["--allow-root"] if ROOT_USER else [])]
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *make_lab(), *options], cwd=home, env=environment, stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/api/status?token={token}"), running, log)
        yield f"http://127.0.0.1:{port}{{}}?token={token}"
    finally:
        running.terminate()
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def until(holds: Callable[[], bool], running: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + WAIT / 1000
    while not holds():
        assert running.poll() is None, log.read_text("utf-8", "replace")
        assert time.monotonic() < end, "JupyterLab does not answer:\n" + log.read_text("utf-8", "replace")
        time.sleep(0.1)


@dataclass
class Heard:
    """What went wrong in the page, and which addresses outside this machine it asked for."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def console(self, message: playwright.ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in HARMLESS):
            self.errors.append(f"{message.text} ({message.location})")

    def route(self, route: playwright.Route) -> None:
        self.outside.append(route.request.url)
        route.abort()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=not ROOT_USER)
        yield made
        made.close()


@pytest.fixture
def page(browser: playwright.Browser, request: pytest.FixtureRequest) -> Iterator[playwright.Page]:
    """A fresh page; afterwards a picture is kept, and nothing may have gone wrong in the console."""
    heard = Heard()
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT)
    context.route(re.compile(r"^(?!(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:)"), heard.route)
    made = context.new_page()
    made.on("console", heard.console)
    made.on("pageerror", lambda error: heard.errors.append(str(error)))
    yield made
    SHOTS.mkdir(parents=True, exist_ok=True)
    made.screenshot(path=SHOTS / f"{request.node.name[5:60]}.png")
    context.close()
    assert heard.errors == []
    assert heard.outside == []


def open_and_run_all(page: playwright.Page, address: str) -> None:
    """As a person does it: wait for the kernel, then Run, Run All Cells; until the last cell has its number."""
    page.goto(address, wait_until="domcontentloaded")
    ready(page)
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    last = page.locator(".jp-CodeCell").last
    playwright.expect(last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"^\[\d+\]:$"), timeout=WAIT)
    ready(page)


def ready(page: playwright.Page) -> None:
    """The notebook has its kernel, and the kernel nothing to do."""
    page.locator(".jp-Toolbar-kernelName", has_text="Python 3").wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
    page.locator("#jp-main-statusbar", has_text=re.compile(r"Python 3.*\| Idle")).wait_for()


def numbers(page: playwright.Page) -> list[str]:
    return page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()


def test_make_lab_opens_the_first_notebook_and_run_all_shows_the_form_with_marked_cells_and_a_figure(
    server: str, page: playwright.Page
) -> None:
    open_and_run_all(page, server.format("/"))
    assert page.url.startswith(server.format(f"/lab/tree/notebooks/{FIRST}").split("?")[0])
    assert numbers(page) == [f"[{at}]:" for at in range(1, len(numbers(page)) + 1)]
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error'], [data-mime-type*='stderr']").count() == 0
    table = page.locator(".govtext table.gt-form.gt-requests")
    marked, plain = table.locator("td.gt-fail").first, table.locator("td.gt-value:not(.gt-fail):not(.gt-zero)").first
    marked.scroll_into_view_if_needed()
    assert marked.is_visible()
    colours = [each.evaluate("cell => getComputedStyle(cell).backgroundColor") for each in (marked, plain)]
    assert colours[0] != colours[1], "a cell that fails looks like any other"
    figure = page.locator(".jp-OutputArea-output img[src^='data:image/png']").first
    figure.scroll_into_view_if_needed()
    assert figure.evaluate("picture => picture.complete && picture.naturalWidth") > 300
    SHOTS.mkdir(parents=True, exist_ok=True)
    figure.screenshot(path=SHOTS / "figure.png")
    marked.scroll_into_view_if_needed()


def test_a_click_in_the_panel_codes_the_item_and_is_saved(server: str, home: Path, page: playwright.Page) -> None:
    open_and_run_all(page, server.format("/lab/workspaces/panel/tree/notebooks/panel.ipynb"))
    page.get_by_text("专职人员不足").last.wait_for()
    page.locator("button[title^='staffing:']").click()
    playwright.expect(page.locator(".jp-OutputArea-output")).to_contain_text("staffing staff: too few", timeout=WAIT)
    playwright.expect(page.locator(".jp-OutputArea-output")).to_contain_text("1 of 2 coded", timeout=WAIT)
    keys = page.locator(".widget-text input")
    keys.fill("n")
    keys.press("Enter")
    playwright.expect(page.locator(".jp-OutputArea-output")).to_contain_text("栏目更新不够及时", timeout=WAIT)
    keys.fill("timeliness capacity")
    keys.press("Enter")
    playwright.expect(page.locator(".jp-OutputArea-output")).to_contain_text("2 of 2 coded", timeout=WAIT)
    coded = pd.read_csv(home / "notebooks" / "coding.csv", dtype=str).set_index("item_id")["codes"]
    assert coded.to_dict() == {"m-1": "staffing", "m-2": "timeliness capacity"}

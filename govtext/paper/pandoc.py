"""Pandoc at work: Markdown to its document, the document checked, and written in a format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pypandoc

from govtext.errors import GovTextError
from govtext.paper.content import Content
from govtext.paper.origin import of_bytes

_READER = "markdown+east_asian_line_breaks+tex_math_single_backslash"
_REFERENCE = re.compile(r"(fig|tbl|sec|eq)-[\w-]+")
PARTS = resources.files("govtext.paper")


def template(name: str) -> Path:
    """The path of a template; the package is always installed as files."""
    return Path(str(PARTS.joinpath("templates", name)))


def style(name: str) -> Path:
    """The path of a citation style."""
    return Path(str(PARTS.joinpath("csl", f"{name}.csl")))


def document(text: str, made: Content, folder: Path) -> dict[str, Any]:
    """Markdown to pandoc's document, pictures of the prose copied to `folder`.

    Raises `GovTextError` with the cell for a picture, a reference or a citation that leads nowhere.
    """
    parsed: dict[str, Any] = json.loads(pypandoc.convert_text(text, "json", format=_READER))
    known = {identifier for node in _nodes(parsed["blocks"]) if (identifier := _identifier(node))}
    known |= set(re.findall(r"\{#(eq-[\w-]+)\}", text))
    keys = _bibliography(made)
    for node in _nodes(parsed["blocks"]):
        if node["t"] == "Cite":
            for each in node["c"][0]:
                _leads_somewhere(each["citationId"], known, keys, made)
        elif node["t"] == "Image":
            _local(node, made, folder)
        elif node["t"] == "Str" and (lost := _lost_citation(node["c"], keys)):
            raise GovTextError("a citation was not understood", file=made.file, place=_place(f"@{lost}", made),
                               found=f"@{lost}", expected=f"brackets around it: [@{lost}]")  # fmt: skip
    return parsed


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every element of a document, in order."""
    if isinstance(part, list):
        for each in part:
            yield from _nodes(each)
    elif isinstance(part, dict):
        if "t" in part:
            yield part
        inside = part.get("c", [value for key, value in part.items() if key != "t"])
        yield from _nodes(inside[0] if part.get("t") == "Cite" else inside)  # its second part repeats its source


def _identifier(node: dict[str, Any]) -> str:
    place = {"Header": 1, "Div": 0, "Figure": 0, "Table": 0, "Span": 0}.get(node["t"])
    return "" if place is None else str(node["c"][place][0])


def _leads_somewhere(key: str, known: set[str], keys: set[str], made: Content) -> None:
    if key in known or key in keys:
        return
    what = "a reference leads nowhere" if _REFERENCE.fullmatch(key) else "a citation is missing from the bibliography"
    found = f"@{key}"
    expected = None if _REFERENCE.fullmatch(key) else made.front.bibliography or "metadata paper.bibliography"
    raise GovTextError(what, file=made.file, place=_place(found, made), found=found, expected=expected)


def _lost_citation(text: str, keys: set[str]) -> str:
    found = re.search(r"@([A-Za-z0-9_:.-]*[A-Za-z0-9])", text)
    return found[1] if found and found[1] in keys else ""


def _place(words: str, made: Content) -> str:
    pattern = re.compile(re.escape(words) + r"(?![A-Za-z0-9-])")
    return next((f"cell {number}" for number, text in made.places.items() if pattern.search(text)), "the front matter")


def _bibliography(made: Content) -> set[str]:
    """The keys of the bibliography."""
    if not made.front.bibliography:
        return set()
    path = bibliography(made)
    try:
        entries = json.loads(pypandoc.convert_file(str(path), "csljson", format="biblatex"))
    except RuntimeError as error:
        raise GovTextError("the bibliography cannot be read", file=str(path), found=str(error)) from error
    return {each["id"] for each in entries}


def bibliography(made: Content) -> Path:
    """The path of the bibliography, given from the notebook's folder; raises `GovTextError` where there is none."""
    path = Path(made.file or ".").resolve().parent / made.front.bibliography
    if not path.is_file():
        raise GovTextError("the bibliography is not there", file=made.file, place="metadata paper.bibliography",
                           found=made.front.bibliography)  # fmt: skip
    return path


def _local(image: dict[str, Any], made: Content, folder: Path) -> None:
    """A picture that the prose shows, taken into the folder of the build."""
    target = image["c"][2][0]
    if target in made.pictures:
        return
    path = Path(made.file or ".").parent / target
    if "://" in target or not path.is_file():
        raise GovTextError("a picture is not there", file=made.file, place=_place(target, made), found=target,
                           expected="a file beside the notebook")  # fmt: skip
    data = path.read_bytes()
    name = f"{of_bytes(data)}{path.suffix.lower()}"
    (folder / name).write_bytes(data)
    image["c"][2][0] = name


def write(parsed: dict[str, Any], to: str, made: Content, folder: Path, *extra: str, out: Path | None = None) -> str:
    """The document in a format of pandoc, references numbered and citations set; text, or a file `out`."""
    arguments = ["--standalone", f"--resource-path={folder}", f"--lua-filter={template('paper.lua')}",
                 "--syntax-highlighting=none", "--quiet", *extra]  # fmt: skip
    if made.front.bibliography:
        arguments += ["--citeproc", f"--csl={style(made.front.style)}", f"--bibliography={bibliography(made)}",
                      "--metadata=link-citations=true", f"--lua-filter={template('bibliography.lua')}"]  # fmt: skip
    try:
        return str(pypandoc.convert_text(
            json.dumps(parsed), to, format="json", extra_args=arguments, outputfile=str(out) if out else None,
            cworkdir=str(folder),
        ))  # fmt: skip
    except RuntimeError as error:
        raise GovTextError("pandoc could not write the paper", file=made.file, found=str(error)) from error

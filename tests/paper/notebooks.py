"""Small notebooks for the tests of papers, without a kernel: outputs are made as a cell would have made them."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from govtext.paper import bindings

HERE = Path(__file__).parent
EXAMPLE = HERE / "example.ipynb"
FRONT = {
    "title": {"zh": "模拟的题目", "en": "A simulated title"},
    "authors": [{"name": {"zh": "张示例", "en": "Z. Shili"}}],
}


def example() -> Any:
    return nbformat.read(EXAMPLE, as_version=4)


def bound(name: str, value: Any, unit: str = "", spec: str = "") -> Any:
    data = {bindings.MIME: {"name": name, "value": value, "unit": unit, "format": spec}}
    return new_output("display_data", data=data)


def shown(html: str) -> Any:
    return new_output("display_data", data={"text/html": html})


def picture(width: int = 40, height: int = 20) -> Any:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(held, "PNG")
    return new_output("display_data", data={"image/png": base64.b64encode(held.getvalue()).decode()})


def notebook(*cells: Any, **front: Any) -> Any:
    """A notebook of texts (Markdown) and of pairs of code and outputs, run from top to bottom."""
    made, count = [], 0
    for cell in cells:
        if isinstance(cell, str):
            made.append(new_markdown_cell(cell))
        else:
            count += 1
            made.append(new_code_cell(cell[0], outputs=list(cell[1]), execution_count=count))
    return new_notebook(cells=made, metadata={"paper": FRONT | front})


def table(rows: list[list[str]], heads: list[str]) -> str:
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{each}</td>" for each in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

"""PDFium's functions that are called for every character and every drawn object, with plain numbers as handles.

pypdfium2's own bindings make an object of every handle and pointer at each call, which took most of the reader's time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

_HANDLE = ctypes.c_void_p
_INT = ctypes.c_int


def _bound(function: Any, *arguments: Any, result: Any = _INT) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _HANDLE).value or 0)


def handle(pointer: Any) -> int:
    """The address behind one of pypdfium2's pointers."""
    return ctypes.cast(pointer, _HANDLE).value or 0


def floats(count: int) -> tuple[Any, list[int]]:
    """Room for `count` floats that PDFium fills, and the address of each."""
    room = (ctypes.c_float * count)()
    start = ctypes.addressof(room)
    return room, [start + 4 * index for index in range(count)]


char_unicode = _bound(raw.FPDFText_GetUnicode, _HANDLE, _INT, result=ctypes.c_uint)
char_is_generated = _bound(raw.FPDFText_IsGenerated, _HANDLE, _INT)
char_origin = _bound(raw.FPDFText_GetCharOrigin, _HANDLE, _INT, _HANDLE, _HANDLE)
char_matrix = _bound(raw.FPDFText_GetMatrix, _HANDLE, _INT, _HANDLE)
char_loose_box = _bound(raw.FPDFText_GetLooseCharBox, _HANDLE, _INT, _HANDLE)

page_count = _bound(raw.FPDFPage_CountObjects, _HANDLE)
page_object = _bound(raw.FPDFPage_GetObject, _HANDLE, _INT, result=_HANDLE)
form_count = _bound(raw.FPDFFormObj_CountObjects, _HANDLE)
form_object = _bound(raw.FPDFFormObj_GetObject, _HANDLE, ctypes.c_ulong, result=_HANDLE)
object_type = _bound(raw.FPDFPageObj_GetType, _HANDLE)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix, _HANDLE, _HANDLE)
object_bounds = _bound(raw.FPDFPageObj_GetBounds, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
text_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, _HANDLE)

path_mode = _bound(raw.FPDFPath_GetDrawMode, _HANDLE, _HANDLE, _HANDLE)
path_count = _bound(raw.FPDFPath_CountSegments, _HANDLE)
path_segment = _bound(raw.FPDFPath_GetPathSegment, _HANDLE, _INT, result=_HANDLE)
segment_point = _bound(raw.FPDFPathSegment_GetPoint, _HANDLE, _HANDLE, _HANDLE)
segment_type = _bound(raw.FPDFPathSegment_GetType, _HANDLE)
segment_closes = _bound(raw.FPDFPathSegment_GetClose, _HANDLE)

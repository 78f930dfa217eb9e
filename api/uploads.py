"""The body of an import: CSV files and workbooks as JSON or as a multipart form."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.errors import ParameterError
from api.parameters import Writer, read_length
from api.schemas.imports import PREVIEW_MAX, ImportBody
from api.services.imports import check_import

BODY_MAX_BYTES = 64 * 1024 * 1024
FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

OPENAPI_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ImportBody"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "A workbook .xlsx, or CSV files by table.",
                        },
                        "dry_run": {"type": "boolean", "description": "Check and report only."},
                        "preview": {
                            "type": "integer",
                            "minimum": 0,
                            "maximum": PREVIEW_MAX,
                            "description": "Of how many rows to say what becomes of them.",
                        },
                    },
                }
            },
        },
    }
}


async def read_import(request: Request, viewer: Writer) -> ImportBody:
    """Read the files of an import, once the caller is known to be allowed to send them.

    Raises
    ------
    ParameterError
        The body is of another kind, too long, or a file is no UTF-8.
    """
    check_import(viewer)
    length = read_length(request)
    if length is None or length > BODY_MAX_BYTES:
        raise _too_long(request.headers.get("content-length", ""))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content: bytes | dict[str, Any]
    if kind == "multipart/form-data":
        content = await _read_form(request)
    elif kind == "application/json":
        content = b"".join([piece async for piece in _read_pieces(request)])
    else:
        raise ParameterError(
            f"content type {kind!r} is not taken",
            parameter="Content-Type",
            value=kind,
            fix="send application/json or multipart/form-data",
        )
    try:
        if isinstance(content, bytes):
            return ImportBody.model_validate_json(content)
        return ImportBody.model_validate(content)
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        ) from error


async def _read_pieces(request: Request) -> AsyncGenerator[bytes]:
    """Yield the body, as far as it is no longer than is taken."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_MAX_BYTES:
            raise _too_long(str(size))
        yield piece


def _too_long(given: str) -> ParameterError:
    return ParameterError(
        f"body of {given[:20]!r} bytes is longer than {BODY_MAX_BYTES}",
        parameter="Content-Length",
        value=given,
        fix="send the files in several imports",
    )


class _WholeForm(MultiPartParser):
    """A form that is refused when it ends early: its last file would be left out unnoticed."""

    _is_whole = False

    def on_end(self) -> None:
        """Note that the last boundary has come."""
        self._is_whole = True

    async def parse(self) -> FormData:
        """Return the form."""
        form = await super().parse()
        if not self._is_whole:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException(f"no last boundary after {len(form)} parts")
        return form


async def _read_form(request: Request) -> dict[str, Any]:
    pieces = _read_pieces(request)
    try:
        form = await _WholeForm(request.headers, pieces, max_files=100, max_fields=10).parse()
    except MultiPartException as error:
        raise ParameterError(
            f"multipart body cannot be read: {error.message}",
            parameter="body",
            value=error.message,
            fix="send each file as a part named `files`",
        ) from error
    try:
        files = [
            {"name": item.filename or "", "content": _decode(item, await item.read())}
            for item in form.getlist("files")
            if isinstance(item, UploadFile)
        ]
        flag = form.get("dry_run", "false")
        preview = str(form.get("preview", "0"))
    finally:
        await form.close()
    return {"files": files, "dry_run": FLAGS.get(str(flag).lower(), flag), "preview": preview}


def _decode(item: UploadFile, content: bytes) -> str:
    if not (item.filename or "").lower().endswith(".csv"):
        return b64encode(content).decode()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParameterError(
            f"file {item.filename!r} is not UTF-8 at byte {error.start}",
            parameter="files",
            value=item.filename,
            fix="save it as UTF-8 (in a spreadsheet: CSV UTF-8)",
        ) from error


ImportGiven = Annotated[ImportBody, Depends(read_import)]

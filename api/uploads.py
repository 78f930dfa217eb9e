"""The body of an import: CSV files as JSON or as a multipart form."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.errors import ParameterError
from api.parameters import Writer, read_length
from api.schemas.imports import ImportBody

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
                            "description": "CSV files; the stem names the table.",
                        },
                        "dry_run": {"type": "boolean", "description": "Check and report only."},
                    },
                }
            },
        },
    }
}


async def read_import(request: Request, _viewer: Writer) -> ImportBody:
    """Read the files of an import, once the caller is known to be allowed to send them.

    Raises
    ------
    ParameterError
        The body is of another kind, too long, or a file is no UTF-8.
    """
    length = read_length(request)
    if length is None or length > BODY_MAX_BYTES:
        given = request.headers.get("content-length", "")
        raise ParameterError(
            f"body of {given[:20]!r} bytes is longer than {BODY_MAX_BYTES}",
            parameter="Content-Length",
            value=given,
            fix="send the files in several imports",
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content: bytes | dict[str, Any]
    if kind == "multipart/form-data":
        content = await _read_form(request)
    elif kind == "application/json":
        content = await request.body()
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


async def _read_form(request: Request) -> dict[str, Any]:
    try:
        async with request.form(max_files=100, max_fields=10) as form:
            files = [
                {"name": item.filename or "", "content": _decode(item, await item.read())}
                for item in form.getlist("files")
                if isinstance(item, UploadFile)
            ]
            flag = form.get("dry_run", "false")
    except HTTPException as error:
        raise ParameterError(
            f"multipart body cannot be read: {error.detail}",
            parameter="body",
            value=str(error.detail),
            fix="send each CSV file as a part named `files`",
        ) from error
    return {"files": files, "dry_run": FLAGS.get(str(flag).lower(), flag)}


def _decode(item: UploadFile, content: bytes) -> str:
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

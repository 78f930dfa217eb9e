"""What a file must be before it is opened as a workbook: a plain .xlsx of bounded size."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from core.errors import RegistryError

FILE_MAX_BYTES = 64 * 1024 * 1024
UNPACKED_MAX_BYTES = 256 * 1024 * 1024
STRINGS_MAX_BYTES = 64 * 1024 * 1024
PARTS_MAX = 2000
PIECE_BYTES = 1024 * 1024
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of .xls, and of a workbook that asks for a password."""
SAVE = "in the spreadsheet choose “save as” and .xlsx (Excel 工作簿), without password and macros"
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the archive's reader raises over bytes that are no archive, or a broken or locked one."""
OTHER_KINDS = {
    "xl/vbaProject.bin": "holds macros (.xlsm)",
    "xl/workbook.bin": "is a binary workbook (.xlsb)",
    "content.xml": "is an OpenDocument file (.ods)",
    "word/document.xml": "is a text document (.docx)",
}


def check_package(path: Path) -> None:
    """Refuse a file that is no plain workbook, or that would unpack to too much.

    Everything is unpacked once and counted: what the archive says of its sizes is not believed.

    Raises
    ------
    RegistryError
        Another kind of file, with macros or a password, broken, or too large.
    """
    size = path.stat().st_size
    if size > FILE_MAX_BYTES:
        raise RegistryError(
            f"workbook of {size} bytes is larger than {FILE_MAX_BYTES}",
            fix="import its tables in several workbooks, or as CSV files",
        )
    with path.open("rb") as stream:
        start = stream.read(len(COMPOUND))
    if start == COMPOUND:
        raise RegistryError(
            f"file {path.name} is an old workbook (.xls) or asks for a password", fix=SAVE
        )
    if not start.startswith(b"PK"):
        raise RegistryError(f"file {path.name} is no workbook: it begins {start!r}", fix=SAVE)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(path.name, archive)
    except BROKEN as error:
        raise RegistryError(f"file {path.name} is broken: {error}", fix=SAVE) from error


def _check_archive(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    for other, what in OTHER_KINDS.items():
        if other in names:
            raise RegistryError(f"file {name} {what}", fix=SAVE)
    if len(parts) > PARTS_MAX or len(set(names)) < len(names):
        raise RegistryError(f"file {name} has {len(parts)} parts, some twice", fix=SAVE)
    if "[Content_Types].xml" not in names:
        raise RegistryError(f"file {name} is an archive and no workbook", fix=SAVE)
    if b"macroEnabled" in archive.read("[Content_Types].xml")[:PIECE_BYTES]:
        raise RegistryError(f"file {name} holds macros (.xlsm)", fix=SAVE)
    total = 0
    for part in parts:
        unpacked = _unpack(name, archive, part, UNPACKED_MAX_BYTES - total)
        total += unpacked
        if part.filename.lower().endswith("sharedstrings.xml") and unpacked > STRINGS_MAX_BYTES:
            raise _too_much(name, f"texts of {unpacked} bytes")


def _unpack(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Return how much a part unpacks to [byte], reading it piece by piece."""
    size = 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE_BYTES):
            size += len(piece)
            if size > left:
                raise _too_much(name, f"more than {UNPACKED_MAX_BYTES} bytes")
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise RegistryError(
                    f"part {part.filename} of {name} declares XML entities", fix=SAVE
                )
    return size


def _too_much(name: str, what: str) -> RegistryError:
    return RegistryError(
        f"file {name} unpacks to {what}",
        fix="clear the formats of empty rows and columns, or import the tables as CSV files",
    )

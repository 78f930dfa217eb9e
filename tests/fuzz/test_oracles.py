"""Each oracle finds a fault that is planted; and what is saved shows it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from core import topics
from core.registry.transfer.drafts import Drafts
from core.wire import MessageLists
from ingest.decoders import DECODERS
from ingest.journal import Journal
from tests.fuzz import importing
from tests.fuzz.__main__ import ROOT, judge_again
from tests.fuzz.targets import TARGETS, find_fault, load

Plant = Callable[[pytest.MonkeyPatch], None]


def lose_a_reading(patch: pytest.MonkeyPatch) -> None:
    decode = DECODERS["data"]

    def broken(payload: bytes) -> MessageLists:
        lists = decode(payload)
        if lists.counts is None and lists.index is None:
            for column in (lists.names, lists.time_ms, lists.value, lists.quality):
                del column[1:]  # type: ignore[attr-defined]
        return lists

    patch.setitem(DECODERS, "data", broken)


def overlook_spaces(patch: pytest.MonkeyPatch) -> None:
    parse = topics.parse
    patch.setattr(topics, "parse", lambda name: parse(name.strip()))


def pass_over_rows(patch: pytest.MonkeyPatch) -> None:
    take = Drafts.take

    def broken(self: Drafts, draft: Any, refused: Any = None) -> None:
        if draft.row != 3:
            take(self, draft, refused)

    patch.setattr(Drafts, "take", broken)


def keep_other_bytes(patch: pytest.MonkeyPatch) -> None:
    append = Journal.append_group

    def broken(self: Journal, records: Sequence[Any]) -> tuple[int, int]:
        return append(self, [record._replace(payload=b"[2]") for record in records])

    patch.setattr(Journal, "append_group", broken)


PLANTED: dict[str, tuple[Plant, bytes]] = {
    "decoders": (lose_a_reading, b""),
    "topics": (overlook_spaces, b"nengheng/v1/e/g/data\n"),
    "import": (pass_over_rows, b""),
    "push": (keep_other_bytes, b"\0\0[1]"),
}


def test_every_target_has_a_planted_fault() -> None:
    assert set(PLANTED) == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_planted_fault_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = load(name)
    plant, data = PLANTED[name]
    inputs = [data or subject.read_inputs()[0]]
    assert find_fault(subject, inputs) is None
    plant(monkeypatch)
    assert isinstance(find_fault(subject, inputs), AssertionError)


def test_a_saved_input_is_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "crash-1").write_bytes(b"nengheng/v1/e/g/data\n")
    for path in (tmp_path, tmp_path / "crash-1"):
        assert judge_again("topics", path) == 0
    assert "all holds" in capsys.readouterr().out
    overlook_spaces(monkeypatch)
    for path in (tmp_path, tmp_path / "crash-1"):
        assert judge_again("topics", path) == 1
    assert "AssertionError" in capsys.readouterr().err


@pytest.mark.parametrize("name", TARGETS)
def test_the_branches_that_lead_are_there(name: str) -> None:
    for package in TARGETS[name].packages:
        place = ROOT / package.replace(".", "/")
        assert place.is_dir() or place.with_suffix(".py").is_file(), package


def test_the_mark_between_files_stands_in_no_valid_file() -> None:
    assert not re.search(importing.MARK, b"".join(importing.read_inputs()[:16]))

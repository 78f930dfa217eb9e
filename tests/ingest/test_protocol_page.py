"""The page on the protocol says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from core import wire
from core.settings import Settings
from ingest.reasons import Reason

PAGE = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"


def test_its_messages_are_taken() -> None:
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    messages = [wire.decode(b.encode()) for b in blocks if "durable" not in b]
    assert [(m.seq, m.points, len(m.problems)) for m in messages] == [
        (812, ["T1.EP"], 0),
        (813, ["T1.EP"], 0),
    ]
    (reply,) = [wire.decode_reply(b.encode()) for b in blocks if "durable" in b]
    assert reply.durable == [(790, 811), (813, 813)]


def test_it_lists_every_reason_with_its_sentences() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    listed = [row for row in rows if row[0] in {reason.value for reason in Reason}]
    assert listed == [(r.value, r.text, r.text_en) for r in Reason]


def test_its_limits_are_the_defaults() -> None:
    text = PAGE.read_text(encoding="utf-8")
    defaults = Settings()
    assert f"`NENGHENG_MESSAGE_MAX_BYTES`, {defaults.message_max_bytes >> 20} MiB" in text
    assert f"`NENGHENG_FUTURE_TOLERANCE_S` ({defaults.future_tolerance_s} s)" in text
    assert f"| gzip, unfolded | {wire.UNPACKED_MAX_BYTES >> 20} MiB |" in text

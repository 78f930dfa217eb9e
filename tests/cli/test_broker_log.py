"""What the broker refuses, said in words: made-up lines here, a real broker's in tests/deploy."""

from __future__ import annotations

import pytest

from cli.broker_log import KINDS, explain_refusals
from dashboards.console.words import refusals as words

OPENED = "2026-11-21T12:46:09+0000: New connection from 10.0.0.7:37713 on port 8883.\n"
OTHER = "2026-11-21T12:46:09+0000: New connection from 10.0.0.8:37714 on port 8883.\n"
ACCEPTED = (
    "2026-11-21T12:46:09+0000: New client connected from 10.0.0.8:37714 as E.G (p5, c1, k60, "
    "u'E.G').\n"
)
REFUSED = "2026-11-21T12:46:10+0000: Client <unknown> disconnected, not authorised.\n"


def test_an_unnamed_client_is_told_by_its_address_where_only_one_can_be_meant() -> None:
    (row,) = explain_refusals([OPENED, OTHER, ACCEPTED, REFUSED])
    assert (row.who, row.count, row.last) == (
        "a client at 10.0.0.7",
        1,
        "2026-11-21T12:46:10+0000",
    )
    assert "wrong or revoked password" in row.what
    (row,) = explain_refusals([OPENED, OTHER, REFUSED])
    assert row.who == ""


@pytest.mark.parametrize(
    ("words", "who", "what"),
    [
        ("Client x disconnected, not authorised.", "x", "wrong or revoked password"),
        (
            "Denied PUBLISH from E.G2 (d0, q1, r0, m1, 'n/E/G1/data', ... (1 bytes))",
            "E.G2 → n/E/G1/data",
            "not its own",
        ),
        ("OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed", "", "revoked"),
        ("OpenSSL Error[0]: error:0A0000C7:SSL routines::peer did not return a certificate", "",
         "no certificate"),
        ("OpenSSL Error[0]: error:0A00010B:SSL routines::wrong version number", "", "not TLS"),
        ("Client E.G1 already connected, closing old connection.", "E.G1", "two clients"),
        ("Client E.G2 disconnected due to oversize packet.", "E.G2", "max_packet_size"),
        ("Outgoing messages are being dropped for client nengheng-collector.",
         "nengheng-collector", "queue"),
    ],
)  # fmt: skip
def test_each_kind_is_explained(words: str, who: str, what: str) -> None:
    (row,) = explain_refusals([f"2026-11-21T12:46:10+0000: {words}\n"])
    assert row.who == who
    assert what in row.what
    assert row.fix


def test_ordinary_lines_say_nothing() -> None:
    lines = [OPENED, ACCEPTED, "2026-11-21T12:46:10+0000: Client E.G disconnected.\n", "\n", "x"]
    assert explain_refusals(lines) == []


def test_repetitions_are_counted_and_the_most_frequent_comes_first() -> None:
    said = "2026-11-21T12:46:1{}+0000: Client {} disconnected, not authorised.\n"
    rows = explain_refusals([said.format(n, "a" if n else "b") for n in range(4)])
    assert [(row.who, row.count) for row in rows] == [("a", 3), ("b", 1)]


def test_what_clients_are_refused_for_has_words_for_the_console() -> None:
    named = {kind.what for kind in KINDS if "(?P<who>" in kind.pattern.pattern}
    assert set(words.REFUSED) == set(words.MENDED) <= named

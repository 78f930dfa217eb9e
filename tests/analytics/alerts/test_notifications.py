"""From an alert to a message that somebody has: real servers, failures, retries, quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from analytics.alerts import hide_secrets, run_notifications, send_test
from analytics.alerts.escalation import escalate
from analytics.alerts.fan_out import find_due
from analytics.alerts.sending import ATTEMPTS, wait_ms
from analytics.errors import ChannelError
from cli.broker import find_free_port
from core.calendar import HOUR_MS, parse_time
from core.registry.alerting import (
    AlertEvent,
    Channel,
    Maintenance,
    Notification,
    Subscription,
)
from core.registry.models import Enterprise
from core.vocabulary import Severity
from tests.analytics.alerts.test_episodes import EXCEEDED, NOW_MS, OVER, WITHIN, follow, verdict

DAY = "2026-07-01"


@pytest.fixture
def told(platform, hook):
    """An enterprise `E` below 150622, and a channel for all of region 150600."""
    platform.add(
        Enterprise(
            code="E", name="示例企业", region_code="150622", sector_code="2613", simulated=True
        )
    )
    platform.add(Channel(name="hook", url=hook.url, language="zh"))
    platform.add(Subscription(channel="hook", subject="region:150600"))
    platform.now(f"{DAY}T12:00")
    return platform


def run(platform):
    return run_notifications(platform.context, None)


def notifications(platform):
    with platform.registry.read() as session:
        return session.scalars(select(Notification).order_by(Notification.id)).all()


def test_what_opens_escalates_and_resolves_is_told_once_each(told, hook):
    follow(told, OVER)
    assert run(told)[:2] == (1, 1)
    assert run(told) == (0, 0, 0)
    told.clock.at_ms = NOW_MS + 80 * HOUR_MS
    assert run(told)[:2] == (1, 1)
    follow(told, WITHIN, at_ms=told.clock.at_ms)
    run(told)
    titles = [message["title"] for message in hook.taken]
    assert titles == [
        "能衡｜新预警｜警告｜示例企业",
        "能衡｜无人确认，已升级｜警告｜示例企业",
        "能衡｜解除｜警告｜示例企业",
    ]
    assert "理由 over_pace" in hook.taken[0]["message"]
    assert "模拟数据" in hook.taken[0]["message"]
    assert [n.state for n in notifications(told)] == ["sent"] * 3


def test_english_has_words_of_its_own(told, hook):
    with told.registry.session() as session:
        session.get(Channel, "hook").language = "en"
    follow(told, EXCEEDED)
    run(told)
    assert hook.taken[0]["title"] == "Nengheng: 示例企业: opened (grave)"
    assert "reason exceeded" in hook.taken[0]["message"]
    assert "simulated data" in hook.taken[0]["message"]


def test_what_is_refused_is_tried_again_and_fails_in_the_end_with_its_reason(told, hook):
    hook.status = 500
    follow(told, OVER)
    assert run(told) == (1, 0, 1)
    (one,) = notifications(told)
    assert (one.state, one.attempts, one.due_ms) == ("queued", 1, told.clock.at_ms + 60_000)
    assert "500" in one.error
    assert "s3cret" not in one.error
    assert run(told) == (0, 0, 0), "not before it is due"
    hook.status = 200
    told.clock.at_ms += 60_000
    assert run(told) == (0, 1, 0)
    (one,) = notifications(told)
    assert (one.state, one.attempts, one.error) == ("sent", 2, "")

    hook.status = 503
    follow(told, EXCEEDED, at_ms=told.clock.at_ms)
    for _ in range(ATTEMPTS):
        run(told)
        told.clock.at_ms = max(n.due_ms for n in notifications(told))
    assert [n.state for n in notifications(told)] == ["sent", "failed"]
    assert run(told)[1:] == (0, 0)


def test_waits_grow_up_to_six_hours():
    assert [wait_ms(n) // 60_000 for n in (1, 2, 3, 8, 12)] == [1, 2, 4, 128, 360]


def test_a_channel_that_is_away_is_no_reason_to_lose_anything(told):
    with told.registry.session() as session:
        session.get(Channel, "hook").url = "json://127.0.0.1:9/"
    follow(told, OVER)
    assert run(told) == (1, 0, 1)
    assert notifications(told)[0].error


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        ({"subject": "enterprise:E"}, 1),
        ({"subject": "region:150000"}, 1),
        ({"subject": "region:150200"}, 0),
        ({"rule": "quota_pace"}, 1),
        ({"rule": "benchmark_class"}, 0),
        ({"severity_min": Severity.SERIOUS}, 0),
        ({"escalations_only": True}, 0),
    ],
)
def test_who_is_told_what(told, change, told_of):
    with told.registry.session() as session:
        one = session.scalars(select(Subscription)).one()
        for name, value in change.items():
            setattr(one, name, value)
    follow(told, OVER)
    assert run(told).made == told_of


def test_two_subscriptions_of_one_channel_tell_it_once(told, hook):
    told.add(Subscription(channel="hook", subject="enterprise:E"))
    follow(told, OVER)
    assert run(told).made == 1
    assert len(hook.taken) == 1


@pytest.mark.parametrize(
    ("now", "severity", "due"),
    [
        ("12:00", 2, "2026-07-01T12:00"),
        ("22:00", 2, "2026-07-02T07:00"),
        ("03:00", 2, "2026-07-01T07:00"),
        ("07:00", 2, "2026-07-01T07:00"),
        ("22:00", 4, "2026-07-01T22:00"),
    ],
)
def test_quiet_hours_over_midnight_hold_back_what_is_not_grave(now, severity, due):
    quiet = Subscription(quiet_from=21 * 60, quiet_to=7 * 60, digest=False)
    assert find_due(quiet, severity, parse_time(f"{DAY}T{now}")) == parse_time(due)


def test_equal_ends_mean_no_quiet_hours():
    none = Subscription(quiet_from=0, quiet_to=0, digest=False)
    assert find_due(none, 2, NOW_MS) == NOW_MS


def test_a_digest_gathers_the_day_into_one_message(told, hook):
    with told.registry.session() as session:
        session.scalars(select(Subscription)).one().digest = True
    follow(told, OVER, verdict("over_pace", Severity.WARNING, detail="carbon"))
    assert run(told) == (2, 0, 0)
    told.now("2026-07-02T08:00")
    assert run(told)[1] == 1
    (message,) = hook.taken
    assert message["title"] == "能衡｜每日汇总｜2条"
    assert message["message"].count("示例企业") >= 4
    assert {n.state for n in notifications(told)} == {"sent"}


def test_maintenance_lets_nothing_open_and_nothing_out(told, hook):
    window = {"rule": "", "reason": "检修", "entered_by": "a test"}
    until_ms = told.clock.at_ms + HOUR_MS
    follow(told, OVER, at_ms=told.clock.at_ms)
    told.add(Maintenance(subject="region:150622", start_ms=0, end_ms=until_ms, **window))
    assert run(told) == (0, 0, 0)
    other = verdict("over_pace", Severity.WARNING, detail="carbon")
    assert follow(told, other, at_ms=told.clock.at_ms).opened == 0
    told.clock.at_ms = until_ms
    assert run(told)[:2] == (1, 1)
    assert follow(told, other, at_ms=until_ms).opened == 1


def test_maintenance_of_one_rule_leaves_the_others(told):
    window = {"rule": "benchmark_class", "reason": "检修", "entered_by": "a test"}
    told.add(Maintenance(subject="enterprise:E", start_ms=0, end_ms=NOW_MS + HOUR_MS, **window))
    assert follow(told, OVER).opened == 1


def test_what_is_acknowledged_escalates_no_more(told):
    from analytics.alerts import acknowledge

    follow(told, OVER)
    with told.registry.session() as session:
        acknowledge(session, told.alerts()[0].id, who="wang", now_ms=NOW_MS + 1)
        assert escalate(session, NOW_MS + 1000 * HOUR_MS) == 0


class Box:
    """Keeps mails."""

    def __init__(self) -> None:
        self.mails = []

    async def handle_DATA(  # noqa: N802
        self, _server, _session, envelope
    ) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Box, int]]:
    box = Box()
    port = find_free_port("127.0.0.1")
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def test_a_mail_is_a_mail(told, mail):
    box, port = mail
    url = f"mailto://127.0.0.1:{port}?from=nengheng@example.org&to=energy@example.org"
    with told.registry.session() as session:
        session.get(Channel, "hook").url = url
    follow(told, OVER)
    assert run(told) == (1, 1, 0)
    (got,) = box.mails
    assert got["Subject"] == "能衡｜新预警｜警告｜示例企业"
    assert "理由 over_pace" in got.get_body(("plain",)).get_content()


def test_a_channel_is_tested_with_words_of_what_is_wrong(hook):
    send_test(Channel(name="hook", url=hook.url, language="en"))
    assert hook.taken[0]["message"] == "This is a test."
    hook.status = 404
    with pytest.raises(ChannelError, match="404") as refused:
        send_test(Channel(name="hook", url=hook.url, language="zh"))
    assert "s3cret" not in str(refused.value)


def test_addresses_are_shown_without_their_secrets(hook):
    assert "s3cret" not in hide_secrets(hook.url)
    with pytest.raises(ChannelError, match="none that Apprise knows"):
        hide_secrets("carrier-pigeon:roof")


def test_a_process_that_dies_before_it_marks_sends_again(told, hook, monkeypatch):
    from analytics.alerts import sending

    follow(told, OVER)
    monkeypatch.setattr(sending, "_mark", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(told)
    monkeypatch.undo()
    assert run(told) == (0, 1, 0)
    assert len(hook.taken) == 2
    with told.registry.read() as session:
        assert session.scalars(select(AlertEvent.told)).all() == [True]

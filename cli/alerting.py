"""`nengheng alerts` and `nengheng notify`: working on alerts, and who is told of them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.client import Platform
from cli.output import console, print_rows
from cli.show import DataOption, JsonOption, LimitOption, SubjectOption, UrlOption
from core.calendar import format_time, parse_time

ALERTS = (
    *("id", "subject", "rule", "level", "severity", "opened", "resolved"),
    *("acknowledged_by", "assignee", "reason"),
)
HISTORY = ("at", "who", "action", "severity", "text")
NOTIFICATIONS = ("id", "channel", "alert", "action", "state", "attempts", "due", "sent", "error")

Number = Annotated[int, typer.Argument(help="Number of the alert.")]
Words = Annotated[str, typer.Argument(help="In words.")]
ChannelName = Annotated[str, typer.Argument(help="Name of the channel.")]
Whose = Annotated[str, typer.Argument(help="enterprise:CODE or region:CODE, and all below it.")]


def register(app: typer.Typer) -> None:
    """Add the groups to `app`."""
    alerts = typer.Typer(help="Alerts: list them and work on them.")
    alerts.callback(invoke_without_command=True)(list_alerts)
    alerts.command("history")(history)
    alerts.command("acknowledge")(acknowledge)
    alerts.command("assign")(assign)
    alerts.command("comment")(comment)
    alerts.command("resolve")(resolve)
    app.add_typer(alerts, name="alerts")
    notify = typer.Typer(help="Notifications: channels, subscriptions, maintenance windows.")
    notify.command("channel")(keep_channel)
    notify.command("test")(try_channel)
    notify.command("subscribe")(subscribe)
    notify.command("maintenance")(maintenance)
    notify.command("list")(list_notifications)
    app.add_typer(notify, name="notify")


def list_alerts(
    context: typer.Context,
    *,
    state: Annotated[str, typer.Option(help="open, resolved or all.")] = "open",
    subject: SubjectOption = None,
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show alerts, newest first, or work on one."""
    if context.invoked_subcommand is None:
        query = {"state": state, "subject": subject, "rule": rule}
        rows = Platform(data, url=url).items("/api/v1/alerts", limit=limit, **query)
        print_rows(rows, as_json=as_json, columns=ALERTS)


def history(
    number: Number, *, data: DataOption = None, url: UrlOption = None, as_json: JsonOption = False
) -> None:
    """Show what happened to an alert, oldest first."""
    rows = Platform(data, url=url).rows(f"/api/v1/alerts/{number}/history")
    print_rows(rows, as_json=as_json, columns=HISTORY)


def acknowledge(
    number: Number,
    *,
    text: Annotated[str, typer.Option(help="In words.")] = "",
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Say that an alert is seen to; it escalates no more."""
    Platform(data, url=url).post(f"/api/v1/alerts/{number}/acknowledge", {"text": text})
    console.print(f"alert {number} acknowledged")


def assign(
    number: Number,
    to: Annotated[str, typer.Argument(help="Name of whoever sees to it.")],
    *,
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Give an alert to somebody."""
    Platform(data, url=url).post(f"/api/v1/alerts/{number}/assign", {"assignee": to})
    console.print(f"alert {number} assigned to {to}")


def comment(number: Number, text: Words, *, data: DataOption = None, url: UrlOption = None) -> None:
    """Add words to the history of an alert."""
    Platform(data, url=url).post(f"/api/v1/alerts/{number}/comment", {"text": text})
    console.print(f"noted with alert {number}")


def resolve(
    number: Number, reason: Words, *, data: DataOption = None, url: UrlOption = None
) -> None:
    """Resolve an alert by hand; it opens again once its verdict was good, or is worse."""
    Platform(data, url=url).post(f"/api/v1/alerts/{number}/resolve", {"text": reason})
    console.print(f"alert {number} resolved")


def keep_channel(
    name: ChannelName,
    address: Annotated[str, typer.Argument(help="Apprise address, such as mailto://… .")],
    *,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Make a channel or change it; its address is a secret."""
    body = {"url": address, "language": language}
    made = Platform(data, url=url).put(f"/api/v1/channels/{name}", body)
    console.print(f"channel {name}: {made['url']}", highlight=False)


def try_channel(name: ChannelName, *, data: DataOption = None, url: UrlOption = None) -> None:
    """Send a test to a channel."""
    Platform(data, url=url).post(f"/api/v1/channels/{name}/test")
    console.print(f"channel {name} has taken the test")


def subscribe(
    name: ChannelName,
    subject: Whose,
    *,
    rule: Annotated[str, typer.Option(help="Only of this rule.")] = "",
    severity: Annotated[int, typer.Option(help="From this severity on, 0 to 4.")] = 2,
    escalations_only: Annotated[bool, typer.Option(help="Nothing but escalations.")] = False,
    digest: Annotated[bool, typer.Option(help="One message a day, at 08:00.")] = False,
    quiet: Annotated[str, typer.Option(help="Quiet hours, such as 21:00-07:00.")] = "",
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Have a channel sent alerts."""
    begin, end = _quiet(quiet)
    body = {
        "channel": name,
        "subject": subject,
        "rule": rule,
        "severity_min": severity,
        "escalations_only": escalations_only,
        "digest": digest,
        "quiet_from": begin,
        "quiet_to": end,
    }
    made = Platform(data, url=url).post("/api/v1/subscriptions", body)
    console.print(f"subscription {made['id']}")


def maintenance(
    subject: Whose,
    *,
    start: Annotated[str, typer.Option("--from", help="First moment.")],
    end: Annotated[str, typer.Option("--to", help="End, exclusive.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    rule: Annotated[str, typer.Option(help="Only of this rule.")] = "",
    data: DataOption = None,
    url: UrlOption = None,
) -> None:
    """Open a window in which nothing opens and nothing is sent."""
    body = {
        "subject": subject,
        "rule": rule,
        "start": format_time(parse_time(start, where="--from")),
        "end": format_time(parse_time(end, where="--to")),
        "reason": reason,
    }
    made = Platform(data, url=url).post("/api/v1/maintenance", body)
    console.print(f"window {made['id']}")


def list_notifications(
    *,
    state: Annotated[str | None, typer.Option(help="queued, sent or failed.")] = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was sent, waits or failed, newest first."""
    rows = Platform(data, url=url).items("/api/v1/notifications", limit=limit, state=state)
    print_rows(rows, as_json=as_json, columns=NOTIFICATIONS)


def _quiet(text: str) -> tuple[int, int]:
    """Return begin and end of quiet hours [min of the day]."""
    if not text:
        return 0, 0
    try:
        begin, end = (_minute(part) for part in text.split("-"))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no span such as 21:00-07:00") from error
    return begin, end


def _minute(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise ValueError(text)
    return hour * 60 + minute

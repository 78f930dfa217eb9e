"""Alerts as they stand on pages of what they are about."""

from __future__ import annotations

from api.schemas.alerts import AlertRow
from dashboards.console.cards import Cell, join, level_chip, link, quiet, table
from dashboards.console.numbers import format_moment
from dashboards.console.texts import Texts


def draw_alerts(alerts: list[AlertRow], texts: Texts) -> None:
    """Draw alerts, each with its level, subject, reason and explanation."""
    if not alerts:
        quiet(texts("nothing"))
        return
    table(
        [texts("level"), texts("reason")],
        [
            [
                level_chip(alert.level, texts, severity=alert.severity),
                join(
                    [
                        subject_link(alert.subject, alert.subject_name),
                        f"{texts.either(alert.reason, alert.reason_en)}"
                        f"（{format_moment(alert.opened)}"
                        + (f" – {format_moment(alert.resolved)}" if alert.resolved else "")
                        + "）",
                        link(texts("explain"), f"/explain/{alert.verdict_id}"),
                        link(texts("handle"), f"/alerts/{alert.id}"),
                    ]
                ),
            ]
            for alert in alerts
        ],
    )


def subject_link(subject: str, name: str) -> Cell:
    """Return the name of a subject, leading to its page where it has one."""
    kind, _, code = subject.partition(":")
    if kind == "enterprise":
        return link(name or code, f"/enterprises/{code}")
    if kind == "line":
        return link(name or code, f"/enterprises/{code.partition('/')[0]}")
    return link(name or code, f"/?region={code}") if kind == "region" else name or subject

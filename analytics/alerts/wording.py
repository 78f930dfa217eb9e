"""The words of notifications, one template a language."""

from __future__ import annotations

from collections.abc import Sequence

from core.calendar import to_local
from core.registry.alerting import AlertEvent
from core.registry.results import Alert

ZH, EN = "zh", "en"
LANGUAGES = (ZH, EN)

SEVERITY = {
    ZH: ("正常", "提示", "警告", "严重", "特别严重"),
    EN: ("normal", "notice", "warning", "serious", "grave"),
}
ACTION = {
    ZH: {
        "opened": "新预警",
        "changed": "等级变化",
        "escalated": "无人确认，已升级",
        "resolved": "解除",
    },
    EN: {
        "opened": "opened",
        "changed": "changed",
        "escalated": "escalated: nobody has acknowledged it",
        "resolved": "resolved",
    },
}
TITLE = {ZH: "能衡｜{action}｜{severity}｜{name}", EN: "Nengheng: {name}: {action} ({severity})"}
BODY = {
    ZH: "{reason}\n对象：{name}（{subject}）\n时间：{time}\n预警编号：{number}{simulated}",
    EN: "{reason}\nSubject: {name} ({subject})\nTime: {time}\nAlert: {number}{simulated}",
}
SIMULATED = {ZH: "\n（模拟数据，并非真实企业）", EN: "\n(simulated data, no real enterprise)"}
TEST = {
    ZH: ("能衡｜通知测试", "这是一条测试通知。"),
    EN: ("Nengheng: test of notifications", "This is a test."),
}
DIGEST_TITLE = {ZH: "能衡｜每日汇总｜{count}条", EN: "Nengheng: daily digest, {count} events"}


def write_title(event: AlertEvent, name: str, language: str) -> str:
    """Return the title of the notification of an event about the subject called `name`."""
    return TITLE[language].format(
        action=ACTION[language][event.action],
        severity=SEVERITY[language][event.severity],
        name=name,
    )


def write_body(
    event: AlertEvent, alert: Alert, name: str, *, language: str, simulated: bool
) -> str:
    """Return the words of the notification of an event; simulated data say so."""
    return BODY[language].format(
        reason=alert.reason if language == ZH else alert.reason_en or alert.reason,
        name=name,
        subject=alert.subject,
        time=to_local(event.at_ms).strftime("%Y-%m-%d %H:%M"),
        number=alert.id,
        simulated=SIMULATED[language] if simulated else "",
    )


def write_digest(parts: Sequence[tuple[str, str]], language: str) -> tuple[str, str]:
    """Return title and words of a digest of notifications, each a title and words."""
    title = DIGEST_TITLE[language].format(count=len(parts))
    return title, "\n\n".join(f"{head}\n{body}" for head, body in parts)

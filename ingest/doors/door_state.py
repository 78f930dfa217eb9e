"""What a door is doing, in words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DoorState(StrEnum):
    """What the door is doing."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    PARTIAL = "partial"
    FULL = "full"
    AWAY = "away"
    DEAD = "dead"


STATE_TEXTS: dict[DoorState, tuple[str, str]] = {
    DoorState.STOPPED: ("已停止", "stopped"),
    DoorState.CONNECTING: ("正在连接消息服务器", "connecting to the broker"),
    DoorState.CONNECTED: ("已连接", "connected"),
    DoorState.PARTIAL: (
        "已连接，但部分订阅被消息服务器拒绝；请更新访问控制列表",
        "connected, but the broker refused some subscriptions: mend its ACL",
    ),
    DoorState.FULL: ("收件箱或日志已满，暂停接收", "inbox or journal full: not receiving for now"),
    DoorState.DEAD: ("线程意外终止，需要重新启动", "its thread has ended: start again"),
    DoorState.AWAY: ("消息服务器不可用，稍后重试", "the broker is away: trying again"),
}


@dataclass
class DoorHealth:
    """What `MqttDoor.health` reports; written by the door's thread alone."""

    state: DoorState = DoorState.STOPPED
    since_ms: int = 0
    messages: int = 0
    payload_bytes: int = 0
    acknowledged: int = 0
    replies: int = 0
    connections: int = 0
    sessions_lost: int = 0
    refused: int = 0
    statuses_known: int = 0
    short_ends: int = 0
    last_error: str = ""
    last_error_ms: int = 0

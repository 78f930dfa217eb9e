"""What the broker says of connections it did not let in, and what mends each, by its words."""

from __future__ import annotations

PASSWORD = "wrong or revoked password, unknown user, or no user at all"
COPIED = "two clients use one log-in and throw each other out"
FULL = "the queue of this client is full: the broker drops new messages"
OVERSIZE = "a packet greater than max_packet_size"
PROTOCOL = "not MQTT as the standard has it, or no client id"

REFUSED: dict[str, tuple[str, str]] = {
    PASSWORD: ("口令错误或已吊销、用户名不存在，或没有用户名", PASSWORD),
    COPIED: ("两台设备使用同一凭据，互相踢下线", COPIED),
    FULL: ("发往该客户端的队列已满，新报文被丢弃", FULL),
    OVERSIZE: ("报文超过允许的最大长度", OVERSIZE),
    PROTOCOL: ("不是标准的 MQTT，或没有客户端编号", PROTOCOL),
}
MENDED: dict[str, tuple[str, str]] = {
    PASSWORD: (
        "核对用户名；在网关页“更换口令”，把新口令写入设备",
        "check the user name; give a new password on the gateway's page",
    ),
    COPIED: (
        "每台网关用自己的凭据；查明哪台设备被复制",
        "give each gateway a log-in of its own; see which device has been copied",
    ),
    FULL: (
        "启动采集进程；等待回执的网关会补发",
        "start the collector; gateways that wait for replies send again",
    ),
    OVERSIZE: (
        "减少每条报文的读数",
        "let the gateway send fewer readings a message",
    ),
    PROTOCOL: (
        "查看设备自身日志；设置客户端编号",
        "see the client's own log; give it a client id",
    ),
}

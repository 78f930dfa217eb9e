"""The quarantine: what was not taken, and what becomes of it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "quarantine_none": ("隔离区中没有符合条件的报文。", "No message here as asked for."),
    "quarantine_well": (
        "没有待处置的报文：收到的都已入库",
        "Nothing waits: all that came in is stored",
    ),
    "quarantine_id": ("编号", "number"),
    "quarantine_note": (
        "未被接受的报文原样保存在这里，注明原因；修正登记后可重放，确认无用可丢弃。",
        "What was not taken lies here byte for byte, with its reason: mend the registry and "
        "replay it, or drop it.",
    ),
    "quarantine_state": ("处置", "State"),
    "quarantine_state_open": ("待处置", "lies here"),
    "quarantine_state_replayed": ("已重放", "replayed"),
    "quarantine_state_dropped": ("已丢弃", "dropped"),
    "quarantine_reason_any": ("全部原因", "any reason"),
    "quarantine_look": ("查看", "look"),
    "quarantine_number": ("隔离 {0}", "Quarantine {0}"),
    "quarantine_back": ("返回隔离区", "back to the quarantine"),
    "quarantine_arrival": ("到达", "arrived"),
    "quarantine_door": ("入口", "door"),
    "quarantine_topic": ("主题", "topic"),
    "quarantine_stream": ("消息流与序号", "stream and number"),
    "quarantine_bytes": ("报文原文（{0} 字节）", "The message ({0} bytes)"),
    "quarantine_hex": ("十六进制", "bytes"),
    "quarantine_text": ("文本", "text"),
    "quarantine_gone": (
        "报文已离开隔离区，原文不再保留。",
        "It has left; its bytes are no longer kept here.",
    ),
    "quarantine_cut": ("仅显示前 {0} 字节", "the first {0} bytes are shown"),
    "quarantine_readings": ("未接受的读数", "Readings not taken"),
    "readings_count": ("读数", "readings"),
    "quarantine_place": ("位置", "place"),
    "quarantine_actions": ("处置", "What to do"),
    "quarantine_replay": ("重放", "Replay"),
    "quarantine_replayed": ("已重放，{0} 条读数离开隔离区", "Replayed: {0} readings have left"),
    "quarantine_stays": ("仍有问题：{0}", "It still lies here: {0}"),
    "quarantine_replay_all": ("全部重放（按当前筛选）", "Replay all that is shown here"),
    "quarantine_all_done": (
        "{0} 条报文、{1} 条读数离开隔离区，仍有 {2} 条",
        "{0} messages, {1} readings have left; {2} remain",
    ),
    "quarantine_drop": ("丢弃", "Drop"),
    "quarantine_drop_why": ("丢弃原因（永久保存）", "Why it is dropped (kept for good)"),
    "quarantine_dropped": ("已丢弃", "Dropped"),
    "quarantine_settled": ("处置时间", "settled"),
    "quarantine_drop_note": ("备注", "note"),
    "quarantine_away": (
        "采集进程 {0} 未应答，其隔离区未列出",
        "Collector {0} did not answer; what lies there is left out",
    ),
}

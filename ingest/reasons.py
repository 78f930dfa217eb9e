"""Why something lies in quarantine: the enumeration, with a sentence in Chinese and in English."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Reason of a quarantined message (upper half) or of one of its readings (lower half)."""

    JOURNAL_CORRUPT = "journal_corrupt"
    UNKNOWN_TOPIC = "unknown_topic"
    NO_DECODER = "no_decoder"
    UNKNOWN_GATEWAY = "unknown_gateway"
    TOO_LARGE = "too_large"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_UTF8 = "not_utf8"
    BAD_JSON = "bad_json"
    BAD_GZIP = "bad_gzip"
    BAD_MESSAGEPACK = "bad_messagepack"
    BAD_STRUCTURE = "bad_structure"
    BAD_IDENTITY = "bad_identity"
    SEQ_REUSED = "seq_reused"
    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"

    BAD_READING = "bad_reading"
    BAD_POINT_CODE = "bad_point_code"
    BAD_TIME = "bad_time"
    BAD_QUALITY = "bad_quality"
    VALUE_NULL = "value_null"
    VALUE_NOT_NUMBER = "value_not_number"
    VALUE_NOT_FINITE = "value_not_finite"
    VALUE_TOO_LARGE = "value_too_large"
    UNKNOWN_POINT = "unknown_point"
    FOREIGN_POINT = "foreign_point"
    FUTURE = "future"
    BEFORE_SERVICE = "before_service"
    STORE_REFUSED = "store_refused"

    @property
    def text(self) -> str:
        """Sentence in Chinese."""
        return _TEXTS[self][0]

    @property
    def text_en(self) -> str:
        """Sentence in English."""
        return _TEXTS[self][1]


_TEXTS: dict[Reason, tuple[str, str]] = {
    Reason.JOURNAL_CORRUPT: (
        "日志文件中这一段已损坏，原样保留。",
        "This stretch of the journal is damaged; its bytes are kept as they are.",
    ),
    Reason.UNKNOWN_TOPIC: (
        "主题不符合 nengheng/v1/{用能单位}/{网关}/data。",
        "The topic is not nengheng/v1/{enterprise}/{gateway}/data.",
    ),
    Reason.NO_DECODER: (
        "没有适用于该主题的解码器；配置后可重放。",
        "No decoder is set for this topic; replay it once there is one.",
    ),
    Reason.UNKNOWN_GATEWAY: (
        "登记库中没有这个网关；登记后可重放。",
        "The registry has no such gateway; register it, then replay.",
    ),
    Reason.TOO_LARGE: (
        "报文超过允许的大小；请拆成较小的报文。",
        "The message is larger than allowed; split it into smaller ones.",
    ),
    Reason.UNKNOWN_FORMAT: (
        "报文既不是 JSON、gzip，也不是 MessagePack。",
        "The message is neither JSON, gzip of JSON nor MessagePack.",
    ),
    Reason.NOT_UTF8: ("报文不是 UTF-8 编码。", "The message is not UTF-8."),
    Reason.BAD_JSON: (
        "报文不是完整的 JSON。",
        "The message is not whole JSON.",
    ),
    Reason.BAD_GZIP: ("gzip 数据已损坏或不完整。", "The gzip data are damaged or end early."),
    Reason.BAD_MESSAGEPACK: (
        "MessagePack 数据已损坏或不完整。",
        "The MessagePack data are damaged or end early.",
    ),
    Reason.BAD_STRUCTURE: (
        "报文中没有 readings 或 series，或其类型不对，或同一对象中有重复的键。",
        "The message has no readings and no series, they have the wrong type, or a key stands "
        "twice in one object.",
    ),
    Reason.BAD_IDENTITY: (
        "stream 与 seq 须同时给出：stream 为 1–64 个字符，seq 为从 1 起的整数。",
        "stream (1-64 characters) and seq (a whole number from 1) stand together or not at all.",
    ),
    Reason.SEQ_REUSED: (
        "同一 (网关, stream, seq) 此前收到过不同的内容；请让网关更换 stream。",
        "The same (gateway, stream, seq) came before with other bytes; start a new stream.",
    ),
    Reason.UNSIGNED: (
        "该网关须签名（NH1），此报文没有签名；签名后重发，或把网关改为签名可选后重放。",
        "This gateway must sign (NH1) and did not; sign and send again, or let it be optional, "
        "then replay.",
    ),
    Reason.UNKNOWN_KEY: (
        "签名所用的密钥未登记，或到达时不在有效期内；登记后可重放。",
        "Its key is not registered, or did not hold when it arrived; register it, then replay.",
    ),
    Reason.BAD_SIGNATURE: (
        "签名与主题和内容不符，或帧不完整：可能是伪造或损坏。",
        "The signature is not that of topic and bytes, or the frame is cut: forged or damaged.",
    ),
    Reason.BAD_READING: (
        "该读数不是对象，或各列长度不一致。",
        "The reading is no object, or its columns differ in length.",
    ),
    Reason.BAD_POINT_CODE: (
        "计量点编码须为 1–64 个字母、数字或 . : / - _。",
        "A point's code has 1-64 letters, digits or . : / - _.",
    ),
    Reason.BAD_TIME: (
        "时间须为 UTC 毫秒时间戳（整数）。",
        "The time is not epoch milliseconds UTC, as a whole number.",
    ),
    Reason.BAD_QUALITY: ("质量码 q 须为 0–4。", "The quality q is not 0 to 4."),
    Reason.VALUE_NULL: ("读数没有数值。", "The reading has no value."),
    Reason.VALUE_NOT_NUMBER: ("读数的值不是数字。", "The reading's value is not a number."),
    Reason.VALUE_NOT_FINITE: (
        "读数的值为 NaN 或无穷大。",
        "The reading's value is NaN or infinite.",
    ),
    Reason.VALUE_TOO_LARGE: (
        "读数的绝对值超过 10¹⁸，任何表计都到不了；请检查网关的数据格式。",
        "The reading lies beyond ±10¹⁸, where no meter counts; check the gateway's data format.",
    ),
    Reason.UNKNOWN_POINT: (
        "登记库中该用能单位没有这个计量点；登记后可重放。",
        "The enterprise has no such point in the registry; register it, then replay.",
    ),
    Reason.FOREIGN_POINT: (
        "该计量点登记在另一个网关之下。",
        "The point is registered to another gateway.",
    ),
    Reason.FUTURE: (
        "读数时间比到达时间晚得超出允许范围；请检查网关时钟。",
        "The reading lies further after its arrival than allowed; check the gateway's clock.",
    ),
    Reason.BEFORE_SERVICE: (
        "读数早于计量点的投用日期；如属历史数据，请更正投用日期后重放。",
        "The reading is older than the point's in-service date; correct that date, then replay.",
    ),
    Reason.STORE_REFUSED: (
        "时序库不接受该读数。",
        "The time-series store refuses this reading.",
    ),
}

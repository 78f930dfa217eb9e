"""The list of writes."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "audit_page": ("操作记录", "Audit log"),
    "audit_note": (
        "每次写入都记在这里，只增不改；不含口令与令牌",
        "Every write stands here and is never changed; without passwords and tokens",
    ),
    "audit_who": ("操作人", "who"),
    "audit_role": ("身份", "role"),
    "audit_action": ("操作", "action"),
    "audit_subject": ("对象", "subject"),
    "audit_change": ("内容", "change"),
    "audit_result": ("结果", "result"),
    "audit_address": ("来源", "from"),
    "audit_all": ("全部结果", "all results"),
    "audit_done": ("成功", "done"),
    "audit_refused": ("被拒绝", "refused"),
    "audit_none": ("没有符合条件的操作", "No write is like that"),
    "role_operator": ("运维", "operator"),
    "role_regulator": ("监管", "regulator"),
    "role_enterprise": ("用能单位", "enterprise"),
    "role_delegate": ("受托人", "delegate"),
    "role_test_team": ("测试", "test team"),
}

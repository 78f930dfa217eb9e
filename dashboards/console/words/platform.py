"""The platform: its parts, books and quarantine."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "books": ("报文收支账", "Books"),
    "books_note": (
        "接收 = 入库 + 重复 + 隔离 + 丢弃 + 待处理",
        "received = stored + duplicate + quarantined + dropped + pending",
    ),
    "books_open": ("账目不平", "the books do not close"),
    "gateway": ("网关", "gateway"),
    "received": ("接收", "received"),
    "stored": ("入库", "stored"),
    "duplicate": ("重复", "duplicate"),
    "dropped": ("丢弃", "dropped"),
    "pending": ("待处理", "pending"),
    "readings_stored": ("入库读数", "readings stored"),
    "delivery": ("确认方式", "delivery"),
    "state": ("状态", "state"),
    "parts": ("运行部件", "Parts"),
    "part": ("部件", "part"),
    "part_elsewhere": ("在另一进程运行（如果有）", "runs in another process, if at all"),
    "detail": ("说明", "detail"),
    "quarantine": ("隔离区", "Quarantine"),
    "unattributed": ("无法归属", "not attributable"),
}

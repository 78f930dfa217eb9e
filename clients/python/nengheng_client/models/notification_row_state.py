from typing import Literal

NotificationRowState = Literal["failed", "queued", "sent"]

NOTIFICATION_ROW_STATE_VALUES: set[NotificationRowState] = {
    "failed",
    "queued",
    "sent",
}


def check_notification_row_state(value: str) -> NotificationRowState:
    if value in NOTIFICATION_ROW_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {NOTIFICATION_ROW_STATE_VALUES!r}"
    )

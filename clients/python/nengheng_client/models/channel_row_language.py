from typing import Literal

ChannelRowLanguage = Literal["en", "zh"]

CHANNEL_ROW_LANGUAGE_VALUES: set[ChannelRowLanguage] = {
    "en",
    "zh",
}


def check_channel_row_language(value: str) -> ChannelRowLanguage:
    if value in CHANNEL_ROW_LANGUAGE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CHANNEL_ROW_LANGUAGE_VALUES!r}"
    )

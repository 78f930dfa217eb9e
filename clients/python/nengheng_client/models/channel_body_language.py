from typing import Literal

ChannelBodyLanguage = Literal["en", "zh"]

CHANNEL_BODY_LANGUAGE_VALUES: set[ChannelBodyLanguage] = {
    "en",
    "zh",
}


def check_channel_body_language(value: str) -> ChannelBodyLanguage:
    if value in CHANNEL_BODY_LANGUAGE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CHANNEL_BODY_LANGUAGE_VALUES!r}"
    )

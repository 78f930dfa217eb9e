from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.channel_body_language import (
    ChannelBodyLanguage,
    check_channel_body_language,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="ChannelBody")


@_attrs_define
class ChannelBody:
    """A channel to make or to change.

    Example:
        {'language': 'zh', 'url': 'json://127.0.0.1:9000/hook'}

    Attributes:
        url (str): Apprise address: mailto, wecombot, dingtalk, feishu, json and others.
        language (ChannelBodyLanguage | Unset): Language of what it is sent. Default: 'zh'.
    """

    url: str
    language: ChannelBodyLanguage | Unset = "zh"

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        url = d.pop("url")

        _language = d.pop("language", UNSET)
        language: ChannelBodyLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_channel_body_language(_language)

        channel_body = cls(
            url=url,
            language=language,
        )

        return channel_body

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.channel_row_language import ChannelRowLanguage, check_channel_row_language

T = TypeVar("T", bound="ChannelRow")


@_attrs_define
class ChannelRow:
    """Where notifications go; its address is shown without secrets.

    Example:
        {'language': 'zh', 'name': 'energy-office', 'url': 'mailto://e***@…'}

    Attributes:
        language (ChannelRowLanguage): Language of what it is sent.
        name (str): Name of the channel.
        url (str): Apprise address, secrets hidden.
    """

    language: ChannelRowLanguage
    name: str
    url: str

    def to_dict(self) -> dict[str, Any]:
        language: str = self.language

        name = self.name

        url = self.url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "language": language,
                "name": name,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        language = check_channel_row_language(d.pop("language"))

        name = d.pop("name")

        url = d.pop("url")

        channel_row = cls(
            language=language,
            name=name,
            url=url,
        )

        return channel_row

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuedLogIn")


@_attrs_define
class IssuedLogIn:
    """A new log-in, shown this once.

    Example:
        {'authority': '', 'data_topic': '', 'enterprise': '91150600MA0EXAMPL4', 'gateway': 'GW1', 'host':
            'broker.example.org', 'login': '91150600MA0EXAMPL4.GW1', 'number': 1, 'password': '', 'port': 8883,
            'reply_topic': '', 'tls': False}

    Attributes:
        authority (str): Certificate of the broker's authority, PEM; may be empty.
        data_topic (str): Where it publishes.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        gateway (str): Gateway's code.
        host (str): Broker's name.
        login (str): User name.
        number (int): Its number within the gateway [1].
        password (str): The password itself; only its hash is kept.
        port (int): Broker's port [1].
        reply_topic (str): Where it is answered.
        tls (bool): Whether the broker is reached by TLS.
    """

    authority: str
    data_topic: str
    enterprise: str
    gateway: str
    host: str
    login: str
    number: int
    password: str
    port: int
    reply_topic: str
    tls: bool

    def to_dict(self) -> dict[str, Any]:
        authority = self.authority

        data_topic = self.data_topic

        enterprise = self.enterprise

        gateway = self.gateway

        host = self.host

        login = self.login

        number = self.number

        password = self.password

        port = self.port

        reply_topic = self.reply_topic

        tls = self.tls

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "authority": authority,
                "data_topic": data_topic,
                "enterprise": enterprise,
                "gateway": gateway,
                "host": host,
                "login": login,
                "number": number,
                "password": password,
                "port": port,
                "reply_topic": reply_topic,
                "tls": tls,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        authority = d.pop("authority")

        data_topic = d.pop("data_topic")

        enterprise = d.pop("enterprise")

        gateway = d.pop("gateway")

        host = d.pop("host")

        login = d.pop("login")

        number = d.pop("number")

        password = d.pop("password")

        port = d.pop("port")

        reply_topic = d.pop("reply_topic")

        tls = d.pop("tls")

        issued_log_in = cls(
            authority=authority,
            data_topic=data_topic,
            enterprise=enterprise,
            gateway=gateway,
            host=host,
            login=login,
            number=number,
            password=password,
            port=port,
            reply_topic=reply_topic,
            tls=tls,
        )

        return issued_log_in

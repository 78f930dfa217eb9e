from __future__ import annotations

import pytest

from core.broker_address import BrokerAddress, parse_broker_address
from core.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mqtt://127.0.0.1", BrokerAddress("127.0.0.1", 1883)),
        ("mqtt://broker:2000", BrokerAddress("broker", 2000)),
        ("mqtts://broker", BrokerAddress("broker", 8883, tls=True)),
        ("mqtt://a.b:p%40ss@broker:1", BrokerAddress("broker", 1, False, "a.b", "p@ss")),
        ("mqtt://[::1]:1884", BrokerAddress("::1", 1884)),
    ],
)
def test_urls(url: str, address: BrokerAddress) -> None:
    assert parse_broker_address(url) == address


@pytest.mark.parametrize(
    "url", ["", "broker:1883", "http://broker", "mqtt://", "mqtt://broker:99999", "mqtt://broker:0"]
)
def test_other_urls_are_refused_with_the_value_and_the_fix(url: str) -> None:
    with pytest.raises(SettingsError, match="NENGHENG_MQTT_URL") as caught:
        parse_broker_address(url)
    assert repr(url) in str(caught.value)
    assert "mqtt://host:1883" in str(caught.value)


def test_the_credential_is_not_shown() -> None:
    assert str(parse_broker_address("mqtts://a:secret@broker")) == "mqtts://broker:8883"

"""A real MQTT client for tests that says what happened to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from patience import patient

LIMIT_S = 10.0


def wait_for(condition: Callable[[], bool], limit_s: float = LIMIT_S) -> bool:
    """Return whether `condition` comes true within `limit_s` [s], longer on a busy machine."""
    ends_s = time.monotonic() + patient(limit_s)
    pause = threading.Event()
    while time.monotonic() < ends_s:
        if condition():
            return True
        pause.wait(0.01)
    return condition()


class TestClient:
    """One client; a context manager. It does not connect again by itself."""

    __test__ = False

    def __init__(
        self,
        port: int,
        ca_file: str | None,
        *,
        login: tuple[str, str] | None = None,
        certificate: str | None = None,
        client_id: str = "some-client",
        clean: bool = True,
        will: str | None = None,
        version: int = mqtt.MQTTv5,
    ) -> None:
        self.reasons: list[str] = []
        self.messages: list[tuple[str, bytes]] = []
        self.granted: dict[int, bool] = {}
        self.acknowledged: dict[int, bool] = {}
        self.gone_s: float | None = None
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=version,
            clean_session=None if version == mqtt.MQTTv5 else clean,
            reconnect_on_failure=False,
        )
        if ca_file is not None:
            keys = (f"{certificate}.crt", f"{certificate}.key") if certificate else (None, None)
            self._client.tls_set(ca_file, *keys)
        if login is not None:
            self._client.username_pw_set(*login)
        if will is not None:
            self._client.will_set(will, b"gone", qos=1)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_publish = self._on_publish
        self._client.on_subscribe = self._on_subscribe
        try:
            if version == mqtt.MQTTv5:
                self._client.connect("localhost", port, clean_start=clean)
            else:
                self._client.connect("127.0.0.1", port)
        except OSError as error:
            self.reasons.append(str(error))
            return
        self._client.loop_start()
        wait_for(lambda: bool(self.reasons) or self.gone_s is not None)

    def __enter__(self) -> TestClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def let_in(self) -> bool:
        return self.reasons[:1] == ["Success"] and self.gone_s is None

    def subscribe(self, topic: str) -> bool:
        _, number = self._client.subscribe(topic, qos=1)
        assert number is not None
        assert wait_for(lambda: number in self.granted or self.gone_s is not None)
        return self.granted.get(number, False)

    def publish(self, topic: str, payload: bytes = b"x", *, retain: bool = False) -> bool:
        """Publish by QoS 1; return whether the broker has taken it."""
        number = self._client.publish(topic, payload, qos=1, retain=retain).mid
        assert wait_for(lambda: number in self.acknowledged or self.gone_s is not None)
        return self.acknowledged.get(number, False)

    def _on_connect(self, _c: Any, _u: Any, _f: Any, reason: Any, _p: Any) -> None:
        self.reasons.append(str(reason))

    def _on_disconnect(self, _c: Any, _u: Any, _f: Any, _r: Any, _p: Any) -> None:
        self.gone_s = time.monotonic()

    def _on_message(self, _c: Any, _u: Any, message: Any) -> None:
        self.messages.append((message.topic, message.payload))

    def _on_publish(self, _c: Any, _u: Any, number: int, reason: Any, _p: Any) -> None:
        self.acknowledged[number] = not reason.is_failure

    def _on_subscribe(self, _c: Any, _u: Any, number: int, reasons: Any, _p: Any) -> None:
        self.granted[number] = not any(reason.is_failure for reason in reasons)

"""`MqttProbe`: an MQTT connection that is asked one thing after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from cli.errors import ProbeError
from core.broker_access import SYSTEM_TLS, TLS_ENDED, TlsFiles, explain_refusal
from core.broker_address import BrokerAddress
from core.clock import monotonic_s

ANSWER_S = 5.0
"""Longest wait for each answer [s]."""
TURN_S = 0.1
LIMITS = ("MaximumPacketSize", "ReceiveMaximum")
"""What a broker may say of its limits in CONNACK (MQTT 5, 3.2.2.3)."""


@dataclass(frozen=True)
class Welcome:
    """What a broker says when it takes a client: session kept, and its limits (MQTT 5)."""

    session_present: bool
    limits: dict[str, Any]


class MqttProbe:
    """A connection inside ``with``.

    Parameters
    ----------
    address : BrokerAddress
        Where, and as whom.
    client_id : str
        Its name at the broker.
    clean : bool
        Forget the session that the broker may have under this name.
    newest : bool
        Speak MQTT 5, by which a broker tells its limits and refuses a publication in words.
    """

    def __init__(
        self,
        address: BrokerAddress,
        client_id: str,
        *,
        tls: TlsFiles = SYSTEM_TLS,
        clean: bool = True,
        newest: bool = False,
    ) -> None:
        self._address = address
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=MQTTProtocolVersion.MQTTv5 if newest else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
            clean_session=None if newest else clean,
        )
        if address.tls:
            self._client.tls_set_context(tls.make_context())
        if address.username is not None:
            self._client.username_pw_set(address.username, address.password)
        self._client.connect_timeout = ANSWER_S
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_publish = self._on_publish
        self._client.on_disconnect = self._on_disconnect
        self._tls = tls
        self._answers: dict[str, Any] = {}
        self._ended = ""

    def __enter__(self) -> Self:
        """Return the probe, not yet connected."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop(TURN_S)

    def connect(self) -> Welcome:
        """Connect and wait for the broker's answer.

        Raises
        ------
        ProbeError
            It does not answer, or refuses the client.
        """
        try:
            self._client.connect(self._address.host, self._address.port)
        except OSError as error:
            raise self._error(self._tls.explain(error)) from error
        flags, reason, limits = self._await("connect")
        if reason.is_failure:
            raise self._error(explain_refusal(reason.value, str(reason)))
        return Welcome(flags.session_present, limits)

    def subscribe(self, filters: Sequence[str]) -> list[str]:
        """Subscribe, and return the filters that the broker refused.

        Raises
        ------
        ProbeError
            It does not answer.
        """
        self._client.subscribe([(one, 1) for one in filters])
        reasons: list[ReasonCode] = self._await("subscribe")
        return [one for one, said in zip(filters, reasons, strict=True) if said.is_failure]

    def publish(self, topic: str, payload: bytes) -> str:
        """Publish, and return why the broker refused it; empty where it did not.

        Raises
        ------
        ProbeError
            It does not answer.
        """
        self._client.publish(topic, payload, qos=1)
        reason: ReasonCode = self._await("publish")
        return str(reason) if reason.is_failure else ""

    def _await(self, what: str) -> Any:  # noqa: ANN401
        ends_s = monotonic_s() + ANSWER_S
        while what not in self._answers:
            state = self._client.loop(TURN_S)
            if what in self._answers:
                break
            if self._ended or state != MQTTErrorCode.MQTT_ERR_SUCCESS:
                words = self._ended or mqtt.error_string(state)
                early = what == "connect" and self._address.tls
                raise self._error(TLS_ENDED if early else f"the connection ended: {words}")
            if monotonic_s() > ends_s:
                raise self._error(f"no answer to {what.upper()} in {ANSWER_S:.0f} s")
        return self._answers.pop(what)

    def _error(self, what: str) -> ProbeError:
        return ProbeError(what, where=str(self._address))

    def _on_connect(
        self,
        _client: mqtt.Client,
        _data: object,
        flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        limits = {name: getattr(properties, name, None) for name in LIMITS}
        self._answers["connect"] = (flags, reason, limits)

    def _on_subscribe(
        self,
        _client: mqtt.Client,
        _data: object,
        _message_id: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        self._answers["subscribe"] = reasons

    def _on_publish(
        self,
        _client: mqtt.Client,
        _data: object,
        _message_id: int,
        reason: ReasonCode,
        _properties: Properties,
    ) -> None:
        self._answers["publish"] = reason

    def _on_disconnect(
        self,
        _client: mqtt.Client,
        _data: object,
        _flags: mqtt.DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._ended = str(reason)

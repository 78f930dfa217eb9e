"""`Doorway`: the doors of one collector, opened and closed together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.broker_access import TlsFiles
from core.clock import Clock
from core.partition import Part
from core.registry.database import Registry
from core.settings import Settings
from core.wire import Quarantined
from ingest.books import BookKey
from ingest.doors.http_push import HttpDoor, PushRules
from ingest.doors.mqtt import MqttDoor
from ingest.doors.rules import DoorRules
from ingest.intake import Intake
from ingest.pressure import Pressure
from ingest.resolver import Resolver
from ingest.signatures import make_namer


class OwnEnterprises:
    """The enterprises of a part that the registry knows; the same object while it is unchanged."""

    def __init__(self, resolver: Resolver, part: Part) -> None:
        self._resolver = resolver
        self._part = part
        self._snapshot: object = None
        self._own: frozenset[str] = frozenset()

    def __call__(self) -> Collection[str]:
        """Return them; empty until the registry has been read."""
        snapshot = self._resolver.snapshot
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            known = {key.enterprise for key in snapshot.gateways}
            own = frozenset(code for code in known if self._part.has(code))
            if own != self._own:
                self._own = own
        return self._own


class Doorway:
    """The MQTT door, where there is a broker, and the HTTP door.

    Parameters
    ----------
    settings : Settings
        Where the broker is, and what a message may be.
    intake : Intake
        Takes the messages.
    part : Part
        Which enterprises are this collector's.
    clock : Clock
        The only "now".
    resolver, registry
        What is known of gateways: points and keys; log-ins.
    pressure : Pressure
        Says when gateways are to hold back.

    Attributes
    ----------
    http : HttpDoor
        Takes what a web server was pushed.
    """

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        *,
        part: Part,
        clock: Clock,
        resolver: Resolver,
        registry: Registry,
        pressure: Pressure,
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._part = part
        self._clock = clock
        self._open = False
        self._mqtt: MqttDoor | None = None
        name = make_namer(lambda: resolver.snapshot)
        self._rules = DoorRules(
            tls=TlsFiles(settings.mqtt_ca_file, settings.mqtt_cert_file, settings.mqtt_key_file),
            read_enterprises=None if part.is_whole else OwnEnterprises(resolver, part),
            name=name,
            read_wait_ms=pressure.read_wait_ms,
        )
        rules = PushRules(
            part=part,
            message_max_bytes=settings.message_max_bytes,
            name=name,
            read_wait_ms=pressure.read_wait_ms,
            is_accepting=lambda: self._open,
        )
        self.http = HttpDoor(intake, registry, clock=clock, rules=rules)

    def open(self) -> None:
        """Open the doors; a broker that is away is tried again."""
        self._open = True
        if self._settings.mqtt_url:
            tag = "" if self._part.is_whole else f"-{self._part.tag}"
            self._mqtt = MqttDoor(
                self._settings.mqtt_url,
                self._intake,
                client_id=f"{self._settings.mqtt_client_id}{tag}",
                clock=self._clock,
                rules=self._rules,
            )
            self._mqtt.start()

    def close(self) -> None:
        """Close the doors, once what is committed is acknowledged."""
        self._open = False
        if self._mqtt is not None:
            self._mqtt.stop()
            self._mqtt = None

    def tell_quarantined(self, key: BookKey, stream: str, items: Iterable[Quarantined]) -> None:
        """Tell a gateway what of its `stream` lies in quarantine."""
        door = self._mqtt
        if door is not None:
            door.tell_quarantined(key.enterprise, key.gateway, stream, items)

    def health(self) -> dict[str, dict[str, object]]:
        """Return the state of each door that is open."""
        door = self._mqtt
        parts = {"http": self.http.health()} if self._open else {}
        return parts if door is None else parts | {"mqtt": door.health()}

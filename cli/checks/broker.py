"""Whether the broker lets the collector do what it must, tried as the collector does it."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator

from cli.checks.mqtt_probe import ANSWER_S, MqttProbe, Welcome
from cli.checks.step import Steps
from core import topics
from core.broker_access import SUBSCRIBE_FIX, TlsFiles
from core.broker_address import BrokerAddress, parse_broker_address
from core.calendar import format_time
from core.clock import WallClock
from core.settings import Settings

LOGIN_FIX = "give user and password in NENGHENG_MQTT_URL, or certificate and key files"
SESSION_FIX = "let the broker keep sessions: `persistent_client_expiration` must not be short"
REPLY_FIX = "its ACL must let this user write `nengheng/v1/+/+/reply`: `nengheng gateway sync`"
EXPIRES_SOON_MS = 30 * 86_400_000
"""A certificate with less left is worth knowing [ms]."""


def check_broker(settings: Settings) -> Steps:
    """Go the collector's way into the broker; stop at the first step that fails."""
    steps = Steps("broker")
    address = steps.take("address", lambda: parse_broker_address(settings.mqtt_url))
    if address is None:
        return steps
    tls = TlsFiles(settings.mqtt_ca_file, settings.mqtt_cert_file, settings.mqtt_key_file)
    if not _reach(address, tls, steps):
        return steps
    client_id = f"{settings.mqtt_client_id}-check"
    if not _enter(address, tls, client_id, steps):
        return steps
    _look_closer(address, tls, f"{client_id}-5", settings, steps=steps)
    return steps


def _reach(address: BrokerAddress, tls: TlsFiles, steps: Steps) -> bool:
    """Look the name up, connect, and shake hands by TLS."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        steps.fail("DNS", f"{address.host!r} is not found: {error}", "mend the host's name")
        return False
    steps.ok("DNS", f"{address.host} is {', '.join(sorted({str(e[4][0]) for e in found}))}")
    try:
        with socket.create_connection((address.host, address.port), ANSWER_S) as connection:
            steps.ok("TCP", f"port {address.port} is open")
            if not address.tls:
                steps.note(
                    "TLS", "none: passwords and readings are readable on the way", "use mqtts://"
                )
                return True
            return _shake_hands(connection, address, tls, steps)
    except OSError as error:
        steps.fail(
            "TCP",
            f"{address}: {error}",
            "start the broker, open the firewall, or mend NENGHENG_MQTT_URL",
        )
        return False


def _shake_hands(
    connection: socket.socket, address: BrokerAddress, tls: TlsFiles, steps: Steps
) -> bool:
    context = steps.take("TLS", tls.make_context)
    if context is None:
        return False
    try:
        with context.wrap_socket(connection, server_hostname=address.host) as secured:
            certificate = secured.getpeercert() or {}
            version = secured.version()
    except OSError as error:
        steps.fail("TLS", tls.explain(error), "see `nengheng certs`, and NENGHENG_MQTT_CA_FILE")
        return False
    ends_ms = int(ssl.cert_time_to_seconds(str(certificate["notAfter"])) * 1000)
    text = f"{version}, chain and name {address.host} are good until {format_time(ends_ms)}"
    if ends_ms - WallClock().now_ms() < EXPIRES_SOON_MS:
        steps.note("TLS", text, "have a new certificate issued: `nengheng certs`")
    else:
        steps.ok("TLS", text)
    return True


def _enter(address: BrokerAddress, tls: TlsFiles, client_id: str, steps: Steps) -> bool:
    """Log in, subscribe, come back to the session, and leave no trace."""
    with _forgotten(address, tls, client_id):
        with MqttProbe(address, client_id, tls=tls, clean=False) as probe:
            if steps.take("log-in", probe.connect, LOGIN_FIX) is None:
                return False
            who = address.username or ("its certificate" if tls.cert_file else "anonymous")
            steps.ok("log-in", f"taken as {who}")
            refused = steps.take("subscribing", lambda: probe.subscribe(topics.SUBSCRIPTIONS))
            if refused is None:
                return False
            if refused:
                steps.fail("subscribing", f"refused: {', '.join(refused)}", SUBSCRIBE_FIX)
                return False
            steps.ok("subscribing", f"granted: {', '.join(topics.SUBSCRIPTIONS)}")
        with MqttProbe(address, client_id, tls=tls, clean=False) as probe:
            again = steps.take("session", probe.connect)
        if again is None:
            return False
        if again.session_present:
            steps.ok("session", "kept while the client is away")
        else:
            steps.fail("session", "not kept while the client is away", SESSION_FIX)
    return True


@contextlib.contextmanager
def _forgotten(address: BrokerAddress, tls: TlsFiles, client_id: str) -> Iterator[None]:
    """Have the broker forget the session in the end."""
    try:
        yield
    finally:
        with MqttProbe(address, client_id, tls=tls, clean=True) as probe:
            Steps("").take("", probe.connect)


def _look_closer(
    address: BrokerAddress, tls: TlsFiles, client_id: str, settings: Settings, *, steps: Steps
) -> None:
    """By MQTT 5, where a broker says what it refuses and what its limits are."""
    where = topics.reply("nengheng-check", "nengheng-check")
    with MqttProbe(address, client_id, tls=tls, newest=True) as probe:
        silent = Steps("broker")
        welcome = silent.take("MQTT 5", probe.connect)
        if welcome is None:
            why = silent.taken[0].detail
            steps.note("replies", f"cannot be tried: the broker takes no MQTT 5 client ({why})")
            return
        refusal = steps.take("replies", lambda: probe.publish(where, b"{}"))
        if refusal is None:
            return
        if refusal:
            steps.fail("replies", f"{where} may not be written: {refusal}", REPLY_FIX)
        else:
            steps.ok("replies", "may be published to gateways")
        _compare_limits(welcome, settings, steps)


def _compare_limits(welcome: Welcome, settings: Settings, steps: Steps) -> None:
    packet = welcome.limits["MaximumPacketSize"]
    window = welcome.limits["ReceiveMaximum"] or 65535
    if packet is not None and int(packet) < settings.message_max_bytes:
        steps.note(
            "limits",
            f"packets of at most {packet} byte; the platform takes {settings.message_max_bytes}",
            "raise `max_packet_size`, or lower NENGHENG_MESSAGE_MAX_BYTES",
        )
        return
    size = f"packets of {packet} byte" if packet is not None else "no limit to packets"
    steps.ok("limits", f"{size}, {window} messages in flight from a client")

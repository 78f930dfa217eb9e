"""Getting in at a message broker: the files of TLS, and why one was not let in, in words."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from core.errors import SettingsError

_NOT_TRUSTED = frozenset({2, 18, 19, 20, 21})
_EXPIRED, _NOT_YET, _OTHER_HOST = 10, 9, frozenset({62, 64})
"""Codes of X509_verify_cert [1], OpenSSL's ``x509_vfy.h``."""

_ALERTS = {
    "CERTIFICATE_REQUIRED": "the broker asks for a client certificate: name its file and key file",
    "HANDSHAKE_FAILURE": "the broker asks for a client certificate, or for another version of TLS",
    "CERTIFICATE_REVOKED": "the client's certificate has been revoked: have a new one issued",
    "CERTIFICATE_EXPIRED": "the client's certificate has expired: have a new one issued",
    "UNKNOWN_CA": "the broker does not know the CA of the client's certificate",
    "BAD_CERTIFICATE": "the broker does not take the client's certificate",
    "WRONG_VERSION_NUMBER": "the port does not speak TLS: write mqtt:// or name the TLS port",
    "RECORD_LAYER_FAILURE": "the port does not speak TLS: write mqtt:// or name the TLS port",
}

REFUSALS = {
    132: "it does not speak this version of MQTT; use Mosquitto 2 or another MQTT 3.1.1 broker",
    133: "the client id is not allowed; choose another",
    134: "user name or password is wrong; take them from `nengheng gateway add` or `rotate`",
    135: "user name, password or certificate is wrong, was revoked, or is not allowed to connect",
    136: "it is not available; it may be starting",
}
"""Words for a refused CONNECT by its reason code [1] (MQTT 5, 3.2.2.2; older codes map to them)."""

TLS_ENDED = (
    "the broker ended it right after the TLS handshake: it asks for a client certificate, or does "
    "not take this one (revoked, expired, of another CA)"
)
"""In TLS 1.3 a client learns of its certificate's refusal only when the connection ends."""
SUBSCRIBE_FIX = (
    "its ACL must let this user read the topic: write the ACL anew and reload the broker"
)


class _TidySocket(ssl.SSLSocket):
    """A socket that is closed when its handshake fails; whoever waited for it never gets it."""

    @override
    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except OSError:
            self.close()
            raise


@dataclass(frozen=True)
class TlsFiles:
    """PEM files of TLS; empty names are the system's CAs, and no certificate of one's own."""

    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""

    def make_context(self) -> ssl.SSLContext:
        """Return a context that checks the broker's certificate and name.

        Raises
        ------
        SettingsError
            A file is not there or holds something else.
        """
        for name in (self.ca_file, self.cert_file, self.key_file):
            if name and not Path(name).is_file():
                raise SettingsError(
                    f"there is no file {name!r}", where="TLS of the broker", fix="name a PEM file"
                )
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
            context.sslsocket_class = _TidySocket
            if self.cert_file:
                context.load_cert_chain(self.cert_file, self.key_file or None)
        except (ssl.SSLError, OSError) as error:
            raise SettingsError(
                f"{self.ca_file or 'system CAs'}, {self.cert_file or 'no certificate'}, "
                f"{self.key_file or 'no key'}: {error}",
                where="TLS of the broker",
                fix="name PEM files that belong together",
            ) from error
        return context

    def explain(self, error: OSError) -> str:
        """Return why a connection did not come about, with the fix where TLS is the reason."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"{self._explain_certificate(error)} ({error.verify_message})"
        if isinstance(error, ssl.SSLError):
            reason = error.reason or ""
            words = next((text for name, text in _ALERTS.items() if name in reason), "TLS failed")
            return f"{words} ({reason or error})"
        if isinstance(error, ConnectionResetError):
            return f"{error}: the port may not speak TLS, or another protocol answers there"
        return str(error)

    def _explain_certificate(self, error: ssl.SSLCertVerificationError) -> str:
        code = error.verify_code
        if code == _EXPIRED:
            return "the broker's certificate has expired: have a new one issued"
        if code == _NOT_YET:
            return "the broker's certificate is not valid yet: compare the clocks"
        if code in _OTHER_HOST:
            return "the broker's certificate is for another host name: use the name it is made for"
        if code in _NOT_TRUSTED:
            by = f"the CA in {self.ca_file}" if self.ca_file else "a CA this system knows"
            return f"the broker's certificate is not by {by}: name the right CA file"
        return "the broker's certificate is not good"


SYSTEM_TLS = TlsFiles()
"""The CAs that the system knows, and no certificate of one's own."""


def explain_refusal(code: int, words: str) -> str:
    """Return a broker's refusal of CONNECT by its reason code [1] and its own `words`."""
    meaning = REFUSALS.get(code)
    return f"{words}: {meaning}" if meaning else words

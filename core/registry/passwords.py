"""Passwords of machines, kept as Mosquitto keeps them: ``$7$rounds$salt$hash``, PBKDF2-SHA512.

They are always generated here, never chosen by people, so that nobody can guess one by trying; a
hash of few rounds is then as safe as one of many, and does not hold up the broker, which checks
every client again at each reload.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from core.errors import RegistryError

ROUNDS = 101
"""Rounds of PBKDF2 [1]: what `mosquitto_passwd` 2.0 takes."""
MAX_ROUNDS = 1_000_000
SALT_BYTES = 12
PASSWORD_LENGTH = 32
ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
"""Characters of passwords: letters and digits that cannot be taken for each other."""
SCHEME = "$7$"


def generate_password() -> str:
    """Return a new password: 32 characters, 186 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))


def hash_password(password: str, *, salt: bytes | None = None, rounds: int = ROUNDS) -> str:
    """Return the salted hash of `password`, as a password file of Mosquitto holds it.

    Parameters
    ----------
    password : str
        The password.
    salt : bytes, optional
        A new one by default.
    rounds : int
        Rounds of PBKDF2 [1].
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds)
    return f"{SCHEME}{rounds}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def check_password(password: str, secret: str) -> bool:
    """Return whether `password` is the one whose hash `secret` is.

    Raises
    ------
    RegistryError
        `secret` is no hash of this kind.
    """
    rounds, salt, digest = _parse_secret(secret)
    computed = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, len(digest))
    return hmac.compare_digest(computed, digest)


def _parse_secret(secret: str) -> tuple[int, bytes, bytes]:
    try:
        empty, scheme, rounds_text, salt, digest = secret.split("$")
        rounds = int(rounds_text)
        parts = rounds, b64decode(salt, validate=True), b64decode(digest, validate=True)
    except (ValueError, Base64Error):
        empty, scheme, rounds, parts = "", "", 0, (0, b"", b"")
    if (empty, scheme) != ("", "7") or not 0 < rounds <= MAX_ROUNDS or not parts[2]:
        raise RegistryError(
            f"password hash beginning {secret[:4]!r} is not of the form $7$rounds$salt$hash",
            where="gateway_credential.secret",
            fix="give the gateway a new password: `nengheng gateway rotate`",
        )
    return parts

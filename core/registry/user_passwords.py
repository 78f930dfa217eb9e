"""Passwords of people: argon2id, long rather than odd, and the same work for who is not there.

Rules are those of NIST SP 800-63B: a least length, no classes of characters, nothing that is
commonly guessed, all of Unicode after normalisation. Hashes say with which cost they were made;
one of another cost than today's is made anew at the next sign-in.

References
----------
NIST SP 800-63B-4, section 3.1.1; RFC 9106, section 4 (argon2id, second recommended option);
OWASP Password Storage Cheat Sheet (least cost: 19 MiB, two passes).
"""

from __future__ import annotations

import threading
import unicodedata
from string import ascii_lowercase

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import AccountError

LENGTH_MIN = 12
"""Least length of a password [character]."""
LENGTH_MAX = 128
"""Greatest length of a password [character]; longer ones are not even hashed."""
AT_ONCE = 2
"""Hashes made at a time [1]: each takes tens of MiB."""
PIECE_MAX = 4
"""A password that repeats a piece of up to so many characters [1] is none."""
_WORDS = """
password passwordpassword passw0rd administrator qwertyuiop qwertyuiopas q2w3e4r5t6y qaz2wsx3edc
qazwsxedcrfv asdfghjkl zxcvbnm letmein iloveyou welcome changeme changeit default secret nengheng
operator regulator enterprise woaini abcd mima gongan energy dragon monkey sunshine princess
football baseball superman trustno nimda root toor test guest user login neimenggu ordos eerduosi
huhehaote 能衡 密码 管理员
"""
GUESSED = frozenset(_WORDS.split())
"""What passwords are commonly made of; one that is such a word and digits is refused."""
_RUNS = ("0123456789" * 13, "9876543210" * 13, ascii_lowercase, ascii_lowercase[::-1])
_cores = threading.BoundedSemaphore(AT_ONCE)


class Passwords:
    """Makes and checks hashes of passwords at a cost.

    Parameters
    ----------
    memory_kib : int
        Memory of one hash [KiB].
    rounds : int
        Passes over that memory [1].
    """

    def __init__(self, memory_kib: int, rounds: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._decoy = ""

    def hash(self, password: str) -> str:
        """Return the hash of a password, salted."""
        with _cores:
            return self._hasher.hash(_normal(password))

    def verify(self, password: str, hashed: str) -> bool:
        """Return whether `hashed` is of `password`; an empty one takes as long, and is of none."""
        if len(password) > LENGTH_MAX:
            return False
        with _cores:
            try:
                given = self._hasher.verify(hashed or self._decoy_hash(), _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return given and bool(hashed)

    def is_outdated(self, hashed: str) -> bool:
        """Return whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def _decoy_hash(self) -> str:
        """Return a hash of nobody's, at today's cost."""
        if not self._decoy:
            self._decoy = self._hasher.hash("nobody's password")
        return self._decoy


def check_password_rules(password: str, *, login: str) -> None:
    """Make sure that a password may be chosen for `login`.

    Raises
    ------
    AccountError
        It is too short, too long, or commonly guessed; says why, and never which it was.
    """
    text = _normal(password)
    reason = ""
    if len(text) < LENGTH_MIN:
        reason = f"has {len(text)} characters, at least {LENGTH_MIN} are needed"
    elif len(password) > LENGTH_MAX or len(text) > LENGTH_MAX:
        reason = f"has {len(password)} characters, at most {LENGTH_MAX} are taken"
    elif is_guessed(text, login=login):
        reason = f"of {len(text)} characters is one of those that are tried first"
    if reason:
        raise AccountError(
            f"the password {reason}",
            where="password",
            fix="take a sentence, or several words that do not belong together; no rule asks for "
            "digits or signs",
        )


def is_guessed(password: str, *, login: str) -> bool:
    """Return whether a password is among those that are tried first for `login`."""
    text = password.casefold()
    name = login.casefold()
    letters = text.strip("0123456789!@#$%^&*.-_ ?")
    repeats = any(text == (text[:n] * len(text))[: len(text)] for n in range(1, PIECE_MAX + 1))
    runs = any(text in run for run in _RUNS)
    words = letters in GUESSED or (letters != "" and letters.replace(name, "") == "")
    return repeats or runs or words


def _normal(password: str) -> str:
    """Return a password as it is hashed, however its characters were typed."""
    return unicodedata.normalize("NFKC", password)

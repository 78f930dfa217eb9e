"""How often somebody may fail to sign in, and call: counted in this process, said with 429.

Failures are counted by account and by address, so that neither one password is tried at many
accounts nor many at one. The counting is the same for accounts there are and those there are not.
"""

from __future__ import annotations

import hashlib
from math import ceil

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import (
    MovingWindowRateLimiter,
    RateLimiter,
    SlidingWindowCounterRateLimiter,
)

from api.errors import TooManyError
from core.clock import WallClock
from core.settings import Settings


class CallLimits:
    """Counts calls and failed sign-ins of one process.

    Parameters
    ----------
    settings : Settings
        How many are let through.
    """

    def __init__(self, settings: Settings) -> None:
        storage = MemoryStorage()
        self._exact = MovingWindowRateLimiter(storage)
        self._cheap = SlidingWindowCounterRateLimiter(storage)
        window_s = settings.sign_in_window_s
        self._of_account = RateLimitItemPerSecond(settings.sign_in_failures, window_s)
        self._of_address = RateLimitItemPerSecond(settings.sign_in_failures_address, window_s)
        self._calls = RateLimitItemPerMinute(settings.calls_per_minute)

    def begin_sign_in(self, login: str, address: str) -> None:
        """Count an attempt for an account, before its password is looked at.

        Raises
        ------
        TooManyError
            Too many have failed, for the account or from the address.
        """
        if not self._exact.test(self._of_address, "address", address):
            raise self._refusal(
                self._exact, self._of_address, ("address", address), "failed sign-ins from here"
            )
        key = ("account", _short(login))
        if not self._exact.hit(self._of_account, *key):
            raise self._refusal(
                self._exact, self._of_account, key, "failed sign-ins of this account"
            )

    def end_sign_in(self, login: str) -> None:
        """Forget the failures of an account that was signed in to."""
        self._exact.clear(self._of_account, "account", _short(login))

    def count_failure(self, address: str) -> None:
        """Count a wrong password or token from an address.

        Raises
        ------
        TooManyError
            There were too many.
        """
        if not self._exact.hit(self._of_address, "address", address):
            raise self._refusal(
                self._exact, self._of_address, ("address", address), "failed sign-ins from here"
            )

    def count_call(self, whose: str) -> None:
        """Count a call of an account or a token.

        Raises
        ------
        TooManyError
            There were too many in the last minute.
        """
        if not self._cheap.hit(self._calls, "calls", whose):
            raise self._refusal(self._cheap, self._calls, ("calls", whose), "calls")

    def _refusal(
        self, limiter: RateLimiter, item: RateLimitItem, key: tuple[str, str], of: str
    ) -> TooManyError:
        ends_s = limiter.get_window_stats(item, *key).reset_time
        wait_s = max(1, ceil(ends_s - WallClock().now_ms() / 1000))
        return TooManyError(
            f"more than {item.amount} {of} in {item.get_expiry()} s",
            retry_after_s=wait_s,
            parameter="rate",
            value=item.amount,
            fix=f"wait {wait_s} s",
        )


def _short(login: str) -> str:
    """Return a key of bounded length for any text somebody may send."""
    return hashlib.sha256(login.encode()).hexdigest()[:32]

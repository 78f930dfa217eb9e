"""How the command line asks the running platform."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from cli.data_directory import read_run_file
from cli.errors import PlatformError
from core.settings import read_settings

TIMEOUT_S = 60.0


class Platform:
    """The platform that serves a data directory, or the one at a given address.

    Answers are awaited `timeout_s` [s].
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        url: str | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        settings = read_settings(data_dir=directory, url=url)
        token = settings.token
        base = settings.url
        if not base:
            running = read_run_file(settings.data_dir)
            if running is None:
                raise PlatformError(
                    f"no platform runs on the data directory {settings.data_dir}",
                    fix="start it with `nengheng up`, or name another with --data or --url",
                )
            base, token = running.url, token or running.token
        self.url = base.rstrip("/")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # A command ends after an answer or two: nothing is kept open for later ones
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(
            base_url=self.url, headers=headers, timeout=timeout_s, limits=limits
        )

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Return the JSON answer of ``GET path``.

        Raises
        ------
        PlatformError
            The platform is away or refused; its own words are passed on.
        """
        return dict(self._fetch(path, query).json())

    def text(self, path: str, **query: object) -> str:
        """Return the answer of ``GET path`` as text; raises as `get` does."""
        return self._fetch(path, query).text

    def rows(self, path: str) -> list[dict[str, Any]]:
        """Return the rows of a ``GET path`` that answers a plain list; raises as `get` does."""
        return list(self._fetch(path, {}).json())

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        """Return the JSON answer of ``POST path``, {} for none; raises as `get` does."""
        answer = self._ask(lambda: self._client.post(path, json=body))
        return dict(answer.json()) if answer.content else {}

    def put(self, path: str, body: object) -> dict[str, Any]:
        """Return the JSON answer of ``PUT path``; raises as `get` does."""
        return dict(self._ask(lambda: self._client.put(path, json=body)).json())

    def items(self, path: str, *, limit: int | None = None, **query: object) -> list[Any]:
        """Return the items of all pages of a list, at most `limit` [1]; raises as `get` does."""
        found: list[Any] = []
        cursor: object = None
        while True:
            page = self.get(path, cursor=cursor, **query)
            found += page["items"]
            cursor = page.get("next")
            if not cursor or (limit is not None and len(found) >= limit):
                return found[:limit]

    def _fetch(self, path: str, query: dict[str, object]) -> httpx.Response:
        given = {
            name: value if isinstance(value, list) else str(value)
            for name, value in query.items()
            if value is not None
        }
        return self._ask(lambda: self._client.get(path, params=given))

    def _ask(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        try:
            answer = send()
        except httpx.HTTPError as error:
            raise PlatformError(
                f"no platform answers: {error}", where=self.url, fix="is `nengheng up` running?"
            ) from error
        if answer.is_error:
            request = answer.request
            raise PlatformError(_describe(answer), where=f"{request.method} {request.url}")
        return answer


def _describe(answer: httpx.Response) -> str:
    """Put an RFC 9457 problem, or whatever came instead, into one sentence."""
    try:
        problem = answer.json()
    except ValueError:
        return f"{answer.status_code} {answer.text[:200]}"
    parts = [str(problem.get("title", answer.status_code))]
    parts += [str(problem[key]) for key in ("detail", "fix") if problem.get(key)]
    return ": ".join(parts)

"""`ListRoute`: a route whose answer is a page also gives the whole list as a table, by Accept."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast, get_args, get_type_hints
from urllib.parse import urlencode

from annotated_types import Le
from fastapi import Request
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.listing.columns import Part
from api.listing.kinds import JSON, LISTS, TABLES, ContentKind, choose_kind
from api.listing.writers import WRITERS
from api.schemas.base import Page, Row

CONTENTS: dict[str, Any] = {
    kind.media_type: {
        "schema": {"type": "string"}
        if kind.name in ("csv", "ndjson")
        else {"type": "string", "format": "binary"}
    }
    for kind in TABLES
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page; as CSV, NDJSON, Parquet or XLSX the whole list from `cursor` on, "
          "or `limit` rows where it is given.", "content": CONTENTS},
    406: {"description": "None of the kinds that are accepted"},
}  # fmt: skip
CALL = "listing_call"
WHOLE = "listing_whole"
AnyEndpoint = Callable[..., Any]
Whole = Callable[[Any, Any], Iterator[Part]]
"""From viewer and query to the parts of a list, refusing before the first is asked for."""


@dataclass(frozen=True)
class Listed:
    """A list that can be written as a whole, without a call.

    Attributes
    ----------
    endpoint : callable
        Gives a page.
    row : type
        What its rows are.
    query : type or None
        Its query parameters; None where it takes none.
    """

    endpoint: AnyEndpoint
    row: type[Row]
    query: type[BaseModel] | None


LISTINGS: dict[str, Listed] = {}
"""Lists by path; those that have parameters in it, or others than a query, are left out."""


class ListRoute(APIRoute):
    """A route as others are; where it answers a page, ``Accept`` chooses between kinds."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:  # noqa: ANN401
        row = find_row(endpoint) if "GET" in (given.get("methods") or ()) else None
        if row is not None and not hasattr(endpoint, CALL):
            _note_list(path, endpoint, row)
            endpoint = _with_tables(endpoint, row)
        if row is not None:
            given["responses"] = RESPONSES | (given.get("responses") or {})
        super().__init__(path, endpoint, **given)


def find_row(endpoint: Callable[..., Any]) -> type[Row] | None:
    """Return what the rows of an endpoint's page are; None where it gives no page."""
    made = get_type_hints(endpoint).get("return")
    if not (isinstance(made, type) and issubclass(made, BaseModel)):
        return None
    if not {"items", "next"} <= set(made.model_fields):
        return None
    items = made.model_fields["items"].annotation
    [row] = get_args(items) or (None,)
    return row if isinstance(row, type) and issubclass(row, Row) else None


def walk_list(listed: Listed, viewer: object, query: BaseModel | None) -> ListWalk:
    """Return the walk over a list; what is refused is refused here."""
    given = {"viewer": viewer} if query is None else {"viewer": viewer, "asked": query}
    return ListWalk(listed.endpoint, given, getattr(listed.endpoint, WHOLE, None))


def _note_list(path: str, endpoint: AnyEndpoint, row: type[Row]) -> None:
    hints = get_type_hints(endpoint)
    if set(inspect.signature(endpoint).parameters) <= {"viewer", "asked"} and "{" not in path:
        LISTINGS[path] = Listed(endpoint, row, hints.get("asked"))


def in_columns(whole: Whole) -> Callable[[AnyEndpoint], AnyEndpoint]:
    """Let `whole` give an endpoint's list where all of it is asked for, as Arrow batches."""

    def note(endpoint: AnyEndpoint) -> AnyEndpoint:
        setattr(endpoint, WHOLE, whole)
        return endpoint

    return note


def _with_tables(endpoint: AnyEndpoint, row: type[Row]) -> AnyEndpoint:
    """Return the endpoint with the call beside its parameters."""
    whole: Whole | None = getattr(endpoint, WHOLE, None)
    hints = get_type_hints(endpoint, include_extras=True)
    named = next((name for name, hint in hints.items() if hint is Request), None)

    @wraps(endpoint)
    def answer(**given: object) -> object:
        call = cast(Request, given.pop(CALL) if named is None else given[named])
        kind = choose_kind(call.headers.get("accept"), LISTS)
        if kind is JSON:
            return endpoint(**given)
        return _stream(call, kind, row, ListWalk(endpoint, given, whole))

    signature = inspect.signature(endpoint)
    parameters = [
        one.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in signature.parameters.items()
    ]
    if named is None:
        own = inspect.Parameter(CALL, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        parameters.append(own)
    answer.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=parameters, return_annotation=hints["return"]
    )
    setattr(answer, CALL, True)
    return answer


def _stream(call: Request, kind: ContentKind, row: type[Row], walk: ListWalk) -> StreamingResponse:
    name = call.url.path.rpartition("/")[2]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind.name}"',
        "Vary": "Accept, Authorization, Cookie",
    }
    if walk.is_part and walk.first.next is not None:
        query = [(n, v) for n, v in call.query_params.multi_items() if n != "cursor"]
        beyond = urlencode([*query, ("cursor", walk.first.next)])
        headers["Link"] = f'<{call.url.path}?{beyond}>; rel="next"'
    pieces = WRITERS[kind](row, walk.pages())
    return StreamingResponse(pieces, media_type=kind.header, headers=headers)


class ListWalk:
    """A list from its first page on; that one is read at once, so that refusals are answered."""

    def __init__(
        self, endpoint: AnyEndpoint, given: dict[str, object], whole: Whole | None
    ) -> None:
        self._endpoint = endpoint
        self._given: dict[str, Any] = dict(given)
        found = [name for name, value in given.items() if _is_walked(value)]
        self._asked = found[0] if found else None
        self.is_part = self._asked is None or "limit" in self._given[self._asked].model_fields_set
        if self._asked is not None and not self.is_part:
            asked = self._given[self._asked]
            self._given[self._asked] = asked.model_copy(update={"limit": _most(type(asked))})
        self._parts: Iterator[Part] | None = None
        self.first: Page[Row] = Page(items=[])
        if whole is not None and not self.is_part and not self._given["asked"].cursor:
            self._parts = whole(self._given["viewer"], self._given["asked"])
        else:
            self.first = endpoint(**self._given)

    def pages(self) -> Iterator[Part]:
        """Give the rows page by page."""
        if self._parts is not None:
            yield from self._parts
            return
        page = self.first
        yield page.items
        while page.next is not None and not self.is_part and self._asked is not None:
            asked = self._given[self._asked].model_copy(update={"cursor": page.next})
            page = self._endpoint(**(self._given | {self._asked: asked}))
            yield page.items


def _is_walked(value: object) -> bool:
    return isinstance(value, BaseModel) and {"limit", "cursor"} <= set(type(value).model_fields)


def _most(asked: type[BaseModel]) -> int:
    """Return the greatest page that a call takes [1]."""
    notes = asked.model_fields["limit"].metadata
    return next(int(str(note.le)) for note in notes if isinstance(note, Le))

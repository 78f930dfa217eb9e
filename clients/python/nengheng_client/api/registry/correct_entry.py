from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.correction_body import CorrectionBody
from ...models.entry_detail import EntryDetail
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    entry: int,
    *,
    body: CorrectionBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/entries/{entry}/versions".format(
            entry=quote(str(entry), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EntryDetail | Problem:
    if response.status_code == 201:
        response_201 = EntryDetail.from_dict(response.json())

        return response_201

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[EntryDetail | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectionBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[EntryDetail | Problem]:
    """Correct a figure: its next version, with document and reason

     Give a figure its next version; none is overwritten.

    Args:
        entry (int): Its number [1].
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (CorrectionBody): A next version of a figure that stands. Example: {'document':
            '生产月报2026-01', 'reason': '地磅复核', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        entry=entry,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectionBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> EntryDetail | Problem | None:
    """Correct a figure: its next version, with document and reason

     Give a figure its next version; none is overwritten.

    Args:
        entry (int): Its number [1].
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (CorrectionBody): A next version of a figure that stands. Example: {'document':
            '生产月报2026-01', 'reason': '地磅复核', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EntryDetail | Problem
    """

    return sync_detailed(
        entry=entry,
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectionBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[EntryDetail | Problem]:
    """Correct a figure: its next version, with document and reason

     Give a figure its next version; none is overwritten.

    Args:
        entry (int): Its number [1].
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (CorrectionBody): A next version of a figure that stands. Example: {'document':
            '生产月报2026-01', 'reason': '地磅复核', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        entry=entry,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectionBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> EntryDetail | Problem | None:
    """Correct a figure: its next version, with document and reason

     Give a figure its next version; none is overwritten.

    Args:
        entry (int): Its number [1].
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (CorrectionBody): A next version of a figure that stands. Example: {'document':
            '生产月报2026-01', 'reason': '地磅复核', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EntryDetail | Problem
    """

    return (
        await asyncio_detailed(
            entry=entry,
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.entry_body import EntryBody
from ...models.entry_detail import EntryDetail
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: EntryBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/entries",
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
    *,
    client: AuthenticatedClient | Client,
    body: EntryBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[EntryDetail | Problem]:
    """State a figure, or its next version

     State a figure with its source document.

    Args:
        idempotency_key (str | Unset):
        body (EntryBody): A figure to state, or to state anew: where it stands already this is its
            next version. Example: {'document': '生产月报2026-01', 'end': '2026-02-01', 'item':
            'output:CAC2', 'reason': '', 'start': '2026-01-01', 'subject':
            'enterprise:91150600MA0EXAMPL4', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: EntryBody,
    idempotency_key: str | Unset = UNSET,
) -> EntryDetail | Problem | None:
    """State a figure, or its next version

     State a figure with its source document.

    Args:
        idempotency_key (str | Unset):
        body (EntryBody): A figure to state, or to state anew: where it stands already this is its
            next version. Example: {'document': '生产月报2026-01', 'end': '2026-02-01', 'item':
            'output:CAC2', 'reason': '', 'start': '2026-01-01', 'subject':
            'enterprise:91150600MA0EXAMPL4', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EntryDetail | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EntryBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[EntryDetail | Problem]:
    """State a figure, or its next version

     State a figure with its source document.

    Args:
        idempotency_key (str | Unset):
        body (EntryBody): A figure to state, or to state anew: where it stands already this is its
            next version. Example: {'document': '生产月报2026-01', 'end': '2026-02-01', 'item':
            'output:CAC2', 'reason': '', 'start': '2026-01-01', 'subject':
            'enterprise:91150600MA0EXAMPL4', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: EntryBody,
    idempotency_key: str | Unset = UNSET,
) -> EntryDetail | Problem | None:
    """State a figure, or its next version

     State a figure with its source document.

    Args:
        idempotency_key (str | Unset):
        body (EntryBody): A figure to state, or to state anew: where it stands already this is its
            next version. Example: {'document': '生产月报2026-01', 'end': '2026-02-01', 'item':
            'output:CAC2', 'reason': '', 'start': '2026-01-01', 'subject':
            'enterprise:91150600MA0EXAMPL4', 'unit': 't', 'value': 5120.0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EntryDetail | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

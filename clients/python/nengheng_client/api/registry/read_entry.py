from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.entry_detail import EntryDetail
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    entry: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/entries/{entry}".format(
            entry=quote(str(entry), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EntryDetail | Problem:
    if response.status_code == 200:
        response_200 = EntryDetail.from_dict(response.json())

        return response_200

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
    entry: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EntryDetail | Problem]:
    """One entry with all versions of what it states

     Give an entry.

    Args:
        entry (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        entry=entry,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
) -> EntryDetail | Problem | None:
    """One entry with all versions of what it states

     Give an entry.

    Args:
        entry (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EntryDetail | Problem
    """

    return sync_detailed(
        entry=entry,
        client=client,
    ).parsed


async def asyncio_detailed(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EntryDetail | Problem]:
    """One entry with all versions of what it states

     Give an entry.

    Args:
        entry (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EntryDetail | Problem]
    """

    kwargs = _get_kwargs(
        entry=entry,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    entry: int,
    *,
    client: AuthenticatedClient | Client,
) -> EntryDetail | Problem | None:
    """One entry with all versions of what it states

     Give an entry.

    Args:
        entry (int): Its number [1].

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
        )
    ).parsed

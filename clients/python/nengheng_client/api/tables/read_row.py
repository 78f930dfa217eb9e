from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.registry_row import RegistryRow
from ...types import Response


def _get_kwargs(
    table: str,
    row: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/tables/{table}/rows/{row}".format(
            table=quote(str(table), safe=""),
            row=quote(str(row), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | RegistryRow:
    if response.status_code == 200:
        response_200 = RegistryRow.from_dict(response.json())

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
) -> Response[Problem | RegistryRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | RegistryRow]:
    """One row; its ETag is its digest

     Give a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RegistryRow]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | RegistryRow | None:
    """One row; its ETag is its digest

     Give a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RegistryRow
    """

    return sync_detailed(
        table=table,
        row=row,
        client=client,
    ).parsed


async def asyncio_detailed(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | RegistryRow]:
    """One row; its ETag is its digest

     Give a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RegistryRow]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | RegistryRow | None:
    """One row; its ETag is its digest

     Give a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RegistryRow
    """

    return (
        await asyncio_detailed(
            table=table,
            row=row,
            client=client,
        )
    ).parsed

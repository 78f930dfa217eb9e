from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.line_row import LineRow
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    enterprise: str,
    line: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/lines/{enterprise}/{line}".format(
            enterprise=quote(str(enterprise), safe=""),
            line=quote(str(line), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> LineRow | Problem:
    if response.status_code == 200:
        response_200 = LineRow.from_dict(response.json())

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
) -> Response[LineRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    line: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[LineRow | Problem]:
    """One process line

     Give a process line.

    Args:
        enterprise (str): Unified social credit code.
        line (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LineRow | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        line=line,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    line: str,
    *,
    client: AuthenticatedClient | Client,
) -> LineRow | Problem | None:
    """One process line

     Give a process line.

    Args:
        enterprise (str): Unified social credit code.
        line (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LineRow | Problem
    """

    return sync_detailed(
        enterprise=enterprise,
        line=line,
        client=client,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    line: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[LineRow | Problem]:
    """One process line

     Give a process line.

    Args:
        enterprise (str): Unified social credit code.
        line (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LineRow | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        line=line,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    line: str,
    *,
    client: AuthenticatedClient | Client,
) -> LineRow | Problem | None:
    """One process line

     Give a process line.

    Args:
        enterprise (str): Unified social credit code.
        line (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LineRow | Problem
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            line=line,
            client=client,
        )
    ).parsed

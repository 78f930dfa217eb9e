from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.connection_state import ConnectionState
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    region: str,
    month: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["region"] = region

    json_month: None | str | Unset
    if isinstance(month, Unset):
        json_month = UNSET
    else:
        json_month = month
    params["month"] = json_month

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/quality/connection",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ConnectionState | Problem:
    if response.status_code == 200:
        response_200 = ConnectionState.from_dict(response.json())

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
) -> Response[ConnectionState | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    month: None | str | Unset = UNSET,
) -> Response[ConnectionState | Problem]:
    """接入率: who is obliged to connect, and who is

     Give the connection rate of a region, of this or another month.

    Args:
        region (str): This region and all below it.
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConnectionState | Problem]
    """

    kwargs = _get_kwargs(
        region=region,
        month=month,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    month: None | str | Unset = UNSET,
) -> ConnectionState | Problem | None:
    """接入率: who is obliged to connect, and who is

     Give the connection rate of a region, of this or another month.

    Args:
        region (str): This region and all below it.
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConnectionState | Problem
    """

    return sync_detailed(
        client=client,
        region=region,
        month=month,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    month: None | str | Unset = UNSET,
) -> Response[ConnectionState | Problem]:
    """接入率: who is obliged to connect, and who is

     Give the connection rate of a region, of this or another month.

    Args:
        region (str): This region and all below it.
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConnectionState | Problem]
    """

    kwargs = _get_kwargs(
        region=region,
        month=month,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    month: None | str | Unset = UNSET,
) -> ConnectionState | Problem | None:
    """接入率: who is obliged to connect, and who is

     Give the connection rate of a region, of this or another month.

    Args:
        region (str): This region and all below it.
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConnectionState | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            region=region,
            month=month,
        )
    ).parsed

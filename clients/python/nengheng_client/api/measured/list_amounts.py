from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_amount_row import PageAmountRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    enterprise: str,
    point: str,
    start: str,
    end: str,
    limit: int | Unset = 1000,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["enterprise"] = enterprise

    params["point"] = point

    params["start"] = start

    params["end"] = end

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/amounts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageAmountRow | Problem:
    if response.status_code == 200:
        response_200 = PageAmountRow.from_dict(response.json())

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

    if response.status_code == 406:
        response_406 = Problem.from_dict(response.json())

        return response_406

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
) -> Response[PageAmountRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    enterprise: str,
    point: str,
    start: str,
    end: str,
    limit: int | Unset = 1000,
    cursor: None | str | Unset = UNSET,
) -> Response[PageAmountRow | Problem]:
    """Hourly amounts of a point in [start, end)

     Give hourly amounts.

    Args:
        enterprise (str): Of this enterprise.
        point (str): Of this point.
        start (str):
        end (str):
        limit (int | Unset): Rows at most [1]. Default: 1000.
        cursor (None | str | Unset): `next` of the page before; absent: start.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAmountRow | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        point=point,
        start=start,
        end=end,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    enterprise: str,
    point: str,
    start: str,
    end: str,
    limit: int | Unset = 1000,
    cursor: None | str | Unset = UNSET,
) -> PageAmountRow | Problem | None:
    """Hourly amounts of a point in [start, end)

     Give hourly amounts.

    Args:
        enterprise (str): Of this enterprise.
        point (str): Of this point.
        start (str):
        end (str):
        limit (int | Unset): Rows at most [1]. Default: 1000.
        cursor (None | str | Unset): `next` of the page before; absent: start.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAmountRow | Problem
    """

    return sync_detailed(
        client=client,
        enterprise=enterprise,
        point=point,
        start=start,
        end=end,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    enterprise: str,
    point: str,
    start: str,
    end: str,
    limit: int | Unset = 1000,
    cursor: None | str | Unset = UNSET,
) -> Response[PageAmountRow | Problem]:
    """Hourly amounts of a point in [start, end)

     Give hourly amounts.

    Args:
        enterprise (str): Of this enterprise.
        point (str): Of this point.
        start (str):
        end (str):
        limit (int | Unset): Rows at most [1]. Default: 1000.
        cursor (None | str | Unset): `next` of the page before; absent: start.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAmountRow | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        point=point,
        start=start,
        end=end,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    enterprise: str,
    point: str,
    start: str,
    end: str,
    limit: int | Unset = 1000,
    cursor: None | str | Unset = UNSET,
) -> PageAmountRow | Problem | None:
    """Hourly amounts of a point in [start, end)

     Give hourly amounts.

    Args:
        enterprise (str): Of this enterprise.
        point (str): Of this point.
        start (str):
        end (str):
        limit (int | Unset): Rows at most [1]. Default: 1000.
        cursor (None | str | Unset): `next` of the page before; absent: start.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAmountRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            enterprise=enterprise,
            point=point,
            start=start,
            end=end,
            limit=limit,
            cursor=cursor,
        )
    ).parsed

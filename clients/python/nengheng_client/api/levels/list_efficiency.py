from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_listed_row import PageListedRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
    level: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_region: None | str | Unset
    if isinstance(region, Unset):
        json_region = UNSET
    else:
        json_region = region
    params["region"] = json_region

    json_year: int | None | Unset
    if isinstance(year, Unset):
        json_year = UNSET
    else:
        json_year = year
    params["year"] = json_year

    json_level: None | str | Unset
    if isinstance(level, Unset):
        json_level = UNSET
    else:
        json_level = level
    params["level"] = json_level

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/levels/efficiency-list",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageListedRow | Problem:
    if response.status_code == 200:
        response_200 = PageListedRow.from_dict(response.json())

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
) -> Response[PageListedRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
    level: None | str | Unset = UNSET,
) -> Response[PageListedRow | Problem]:
    """企业能效清单: what is below 基准, worst first

     Give the efficiency list with plans and last days.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.
        level (None | str | Unset): Only at this level, such as overdue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageListedRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        region=region,
        year=year,
        level=level,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
    level: None | str | Unset = UNSET,
) -> PageListedRow | Problem | None:
    """企业能效清单: what is below 基准, worst first

     Give the efficiency list with plans and last days.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.
        level (None | str | Unset): Only at this level, such as overdue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageListedRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        region=region,
        year=year,
        level=level,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
    level: None | str | Unset = UNSET,
) -> Response[PageListedRow | Problem]:
    """企业能效清单: what is below 基准, worst first

     Give the efficiency list with plans and last days.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.
        level (None | str | Unset): Only at this level, such as overdue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageListedRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        region=region,
        year=year,
        level=level,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
    level: None | str | Unset = UNSET,
) -> PageListedRow | Problem | None:
    """企业能效清单: what is below 基准, worst first

     Give the efficiency list with plans and last days.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.
        level (None | str | Unset): Only at this level, such as overdue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageListedRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            region=region,
            year=year,
            level=level,
        )
    ).parsed

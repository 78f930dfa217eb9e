from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.list_enterprises_order import (
    ListEnterprisesOrder,
)
from ...models.page_enterprise_row import PageEnterpriseRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    sector: None | str | Unset = UNSET,
    level: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    order: ListEnterprisesOrder | Unset = "code",
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

    json_sector: None | str | Unset
    if isinstance(sector, Unset):
        json_sector = UNSET
    else:
        json_sector = sector
    params["sector"] = json_sector

    json_level: None | str | Unset
    if isinstance(level, Unset):
        json_level = UNSET
    else:
        json_level = level
    params["level"] = json_level

    json_text: None | str | Unset
    if isinstance(text, Unset):
        json_text = UNSET
    else:
        json_text = text
    params["text"] = json_text

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order

    params["order"] = json_order

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/enterprises",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageEnterpriseRow | Problem:
    if response.status_code == 200:
        response_200 = PageEnterpriseRow.from_dict(response.json())

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
) -> Response[PageEnterpriseRow | Problem]:
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
    sector: None | str | Unset = UNSET,
    level: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    order: ListEnterprisesOrder | Unset = "code",
) -> Response[PageEnterpriseRow | Problem]:
    """Enterprises with where each stands

     Give enterprises.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        sector (None | str | Unset): Only sectors whose code starts so.
        level (None | str | Unset): Only with a verdict of this year at this level.
        text (None | str | Unset): Only with this in name or code.
        order (ListEnterprisesOrder | Unset): By code, or worst verdict first. Default: 'code'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEnterpriseRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        region=region,
        sector=sector,
        level=level,
        text=text,
        order=order,
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
    sector: None | str | Unset = UNSET,
    level: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    order: ListEnterprisesOrder | Unset = "code",
) -> PageEnterpriseRow | Problem | None:
    """Enterprises with where each stands

     Give enterprises.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        sector (None | str | Unset): Only sectors whose code starts so.
        level (None | str | Unset): Only with a verdict of this year at this level.
        text (None | str | Unset): Only with this in name or code.
        order (ListEnterprisesOrder | Unset): By code, or worst verdict first. Default: 'code'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEnterpriseRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        region=region,
        sector=sector,
        level=level,
        text=text,
        order=order,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    sector: None | str | Unset = UNSET,
    level: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    order: ListEnterprisesOrder | Unset = "code",
) -> Response[PageEnterpriseRow | Problem]:
    """Enterprises with where each stands

     Give enterprises.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        sector (None | str | Unset): Only sectors whose code starts so.
        level (None | str | Unset): Only with a verdict of this year at this level.
        text (None | str | Unset): Only with this in name or code.
        order (ListEnterprisesOrder | Unset): By code, or worst verdict first. Default: 'code'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageEnterpriseRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        region=region,
        sector=sector,
        level=level,
        text=text,
        order=order,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    sector: None | str | Unset = UNSET,
    level: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    order: ListEnterprisesOrder | Unset = "code",
) -> PageEnterpriseRow | Problem | None:
    """Enterprises with where each stands

     Give enterprises.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        region (None | str | Unset): Only in this region's subtree.
        sector (None | str | Unset): Only sectors whose code starts so.
        level (None | str | Unset): Only with a verdict of this year at this level.
        text (None | str | Unset): Only with this in name or code.
        order (ListEnterprisesOrder | Unset): By code, or worst verdict first. Default: 'code'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageEnterpriseRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            region=region,
            sector=sector,
            level=level,
            text=text,
            order=order,
        )
    ).parsed

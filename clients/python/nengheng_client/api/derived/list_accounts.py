from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.list_accounts_period import (
    ListAccountsPeriod,
)
from ...models.page_account_row import PageAccountRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    indicator: None | str | Unset = UNSET,
    period: ListAccountsPeriod | Unset = "month",
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_subject: None | str | Unset
    if isinstance(subject, Unset):
        json_subject = UNSET
    else:
        json_subject = subject
    params["subject"] = json_subject

    json_indicator: None | str | Unset
    if isinstance(indicator, Unset):
        json_indicator = UNSET
    else:
        json_indicator = indicator
    params["indicator"] = json_indicator

    json_period: str | Unset = UNSET
    if not isinstance(period, Unset):
        json_period = period

    params["period"] = json_period

    json_start: None | str | Unset
    if isinstance(start, Unset):
        json_start = UNSET
    else:
        json_start = start
    params["start"] = json_start

    json_end: None | str | Unset
    if isinstance(end, Unset):
        json_end = UNSET
    else:
        json_end = end
    params["end"] = json_end

    params["version"] = version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/accounts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageAccountRow | Problem:
    if response.status_code == 200:
        response_200 = PageAccountRow.from_dict(response.json())

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
) -> Response[PageAccountRow | Problem]:
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
    subject: None | str | Unset = UNSET,
    indicator: None | str | Unset = UNSET,
    period: ListAccountsPeriod | Unset = "month",
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[PageAccountRow | Problem]:
    """Accounts of one period

     Give accounts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        indicator (None | str | Unset): Only this indicator.
        period (ListAccountsPeriod | Unset): Period of the accounts. Default: 'month'.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAccountRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        end=end,
        version=version,
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
    subject: None | str | Unset = UNSET,
    indicator: None | str | Unset = UNSET,
    period: ListAccountsPeriod | Unset = "month",
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> PageAccountRow | Problem | None:
    """Accounts of one period

     Give accounts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        indicator (None | str | Unset): Only this indicator.
        period (ListAccountsPeriod | Unset): Period of the accounts. Default: 'month'.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAccountRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        end=end,
        version=version,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    indicator: None | str | Unset = UNSET,
    period: ListAccountsPeriod | Unset = "month",
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[PageAccountRow | Problem]:
    """Accounts of one period

     Give accounts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        indicator (None | str | Unset): Only this indicator.
        period (ListAccountsPeriod | Unset): Period of the accounts. Default: 'month'.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAccountRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        end=end,
        version=version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    indicator: None | str | Unset = UNSET,
    period: ListAccountsPeriod | Unset = "month",
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> PageAccountRow | Problem | None:
    """Accounts of one period

     Give accounts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        indicator (None | str | Unset): Only this indicator.
        period (ListAccountsPeriod | Unset): Period of the accounts. Default: 'month'.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAccountRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            subject=subject,
            indicator=indicator,
            period=period,
            start=start,
            end=end,
            version=version,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.list_warnings_period import (
    ListWarningsPeriod,
)
from ...models.page_warning_row import PageWarningRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    period: ListWarningsPeriod | Unset = "quarter",
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_period: str | Unset = UNSET
    if not isinstance(period, Unset):
        json_period = period

    params["period"] = json_period

    json_at: None | str | Unset
    if isinstance(at, Unset):
        json_at = UNSET
    else:
        json_at = at
    params["at"] = json_at

    json_region: None | str | Unset
    if isinstance(region, Unset):
        json_region = UNSET
    else:
        json_region = region
    params["region"] = json_region

    json_subject: None | str | Unset
    if isinstance(subject, Unset):
        json_subject = UNSET
    else:
        json_subject = subject
    params["subject"] = json_subject

    json_scheme: None | str | Unset
    if isinstance(scheme, Unset):
        json_scheme = UNSET
    else:
        json_scheme = scheme
    params["scheme"] = json_scheme

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/warnings",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageWarningRow | Problem:
    if response.status_code == 200:
        response_200 = PageWarningRow.from_dict(response.json())

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
) -> Response[PageWarningRow | Problem]:
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
    period: ListWarningsPeriod | Unset = "quarter",
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> Response[PageWarningRow | Problem]:
    """Grades of a month or quarter, the worst first

     Give grades.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        period (ListWarningsPeriod | Unset): Month or quarter. Default: 'quarter'.
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        subject (None | str | Unset): Only of this subject.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageWarningRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        period=period,
        at=at,
        region=region,
        subject=subject,
        scheme=scheme,
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
    period: ListWarningsPeriod | Unset = "quarter",
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> PageWarningRow | Problem | None:
    """Grades of a month or quarter, the worst first

     Give grades.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        period (ListWarningsPeriod | Unset): Month or quarter. Default: 'quarter'.
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        subject (None | str | Unset): Only of this subject.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageWarningRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        period=period,
        at=at,
        region=region,
        subject=subject,
        scheme=scheme,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    period: ListWarningsPeriod | Unset = "quarter",
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> Response[PageWarningRow | Problem]:
    """Grades of a month or quarter, the worst first

     Give grades.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        period (ListWarningsPeriod | Unset): Month or quarter. Default: 'quarter'.
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        subject (None | str | Unset): Only of this subject.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageWarningRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        period=period,
        at=at,
        region=region,
        subject=subject,
        scheme=scheme,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    period: ListWarningsPeriod | Unset = "quarter",
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> PageWarningRow | Problem | None:
    """Grades of a month or quarter, the worst first

     Give grades.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        period (ListWarningsPeriod | Unset): Month or quarter. Default: 'quarter'.
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        subject (None | str | Unset): Only of this subject.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageWarningRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            period=period,
            at=at,
            region=region,
            subject=subject,
            scheme=scheme,
        )
    ).parsed

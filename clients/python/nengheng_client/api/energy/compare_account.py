from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.compare_account_period import (
    CompareAccountPeriod,
)
from ...models.problem import Problem
from ...models.year_on_year import YearOnYear
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    subject: str,
    indicator: str | Unset = "coal_calorific_tce",
    period: CompareAccountPeriod | Unset = "month",
    start: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["subject"] = subject

    params["indicator"] = indicator

    json_period: str | Unset = UNSET
    if not isinstance(period, Unset):
        json_period = period

    params["period"] = json_period

    params["start"] = start

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/accounts/year-on-year",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | YearOnYear:
    if response.status_code == 200:
        response_200 = YearOnYear.from_dict(response.json())

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
) -> Response[Problem | YearOnYear]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str | Unset = "coal_calorific_tce",
    period: CompareAccountPeriod | Unset = "month",
    start: str,
) -> Response[Problem | YearOnYear]:
    """An account beside the same days of the year before

     Give both sides and the change.

    Args:
        subject (str): Of this subject.
        indicator (str | Unset): This indicator. Default: 'coal_calorific_tce'.
        period (CompareAccountPeriod | Unset): Length of the period. Default: 'month'.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | YearOnYear]
    """

    kwargs = _get_kwargs(
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str | Unset = "coal_calorific_tce",
    period: CompareAccountPeriod | Unset = "month",
    start: str,
) -> Problem | YearOnYear | None:
    """An account beside the same days of the year before

     Give both sides and the change.

    Args:
        subject (str): Of this subject.
        indicator (str | Unset): This indicator. Default: 'coal_calorific_tce'.
        period (CompareAccountPeriod | Unset): Length of the period. Default: 'month'.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | YearOnYear
    """

    return sync_detailed(
        client=client,
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str | Unset = "coal_calorific_tce",
    period: CompareAccountPeriod | Unset = "month",
    start: str,
) -> Response[Problem | YearOnYear]:
    """An account beside the same days of the year before

     Give both sides and the change.

    Args:
        subject (str): Of this subject.
        indicator (str | Unset): This indicator. Default: 'coal_calorific_tce'.
        period (CompareAccountPeriod | Unset): Length of the period. Default: 'month'.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | YearOnYear]
    """

    kwargs = _get_kwargs(
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str | Unset = "coal_calorific_tce",
    period: CompareAccountPeriod | Unset = "month",
    start: str,
) -> Problem | YearOnYear | None:
    """An account beside the same days of the year before

     Give both sides and the change.

    Args:
        subject (str): Of this subject.
        indicator (str | Unset): This indicator. Default: 'coal_calorific_tce'.
        period (CompareAccountPeriod | Unset): Length of the period. Default: 'month'.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | YearOnYear
    """

    return (
        await asyncio_detailed(
            client=client,
            subject=subject,
            indicator=indicator,
            period=period,
            start=start,
        )
    ).parsed

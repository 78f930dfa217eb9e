from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.explain_account_period import (
    ExplainAccountPeriod,
)
from ...models.explain_node import ExplainNode
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    subject: str,
    indicator: str,
    period: ExplainAccountPeriod | Unset = "month",
    start: str,
    focus: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["subject"] = subject

    params["indicator"] = indicator

    json_period: str | Unset = UNSET
    if not isinstance(period, Unset):
        json_period = period

    params["period"] = json_period

    params["start"] = start

    json_focus: None | str | Unset
    if isinstance(focus, Unset):
        json_focus = UNSET
    else:
        json_focus = focus
    params["focus"] = json_focus

    params["version"] = version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/explain/accounts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ExplainNode | Problem:
    if response.status_code == 200:
        response_200 = ExplainNode.from_dict(response.json())

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
) -> Response[ExplainNode | Problem]:
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
    indicator: str,
    period: ExplainAccountPeriod | Unset = "month",
    start: str,
    focus: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[ExplainNode | Problem]:
    """One account figure down to hours, factors and sources

     Explain an account figure.

    Args:
        subject (str): Whose figure.
        indicator (str): Which figure.
        period (ExplainAccountPeriod | Unset): Period of the figure. Default: 'month'.
        start (str):
        focus (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ExplainNode | Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        focus=focus,
        version=version,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str,
    period: ExplainAccountPeriod | Unset = "month",
    start: str,
    focus: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> ExplainNode | Problem | None:
    """One account figure down to hours, factors and sources

     Explain an account figure.

    Args:
        subject (str): Whose figure.
        indicator (str): Which figure.
        period (ExplainAccountPeriod | Unset): Period of the figure. Default: 'month'.
        start (str):
        focus (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ExplainNode | Problem
    """

    return sync_detailed(
        client=client,
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        focus=focus,
        version=version,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str,
    period: ExplainAccountPeriod | Unset = "month",
    start: str,
    focus: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[ExplainNode | Problem]:
    """One account figure down to hours, factors and sources

     Explain an account figure.

    Args:
        subject (str): Whose figure.
        indicator (str): Which figure.
        period (ExplainAccountPeriod | Unset): Period of the figure. Default: 'month'.
        start (str):
        focus (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ExplainNode | Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        indicator=indicator,
        period=period,
        start=start,
        focus=focus,
        version=version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    indicator: str,
    period: ExplainAccountPeriod | Unset = "month",
    start: str,
    focus: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> ExplainNode | Problem | None:
    """One account figure down to hours, factors and sources

     Explain an account figure.

    Args:
        subject (str): Whose figure.
        indicator (str): Which figure.
        period (ExplainAccountPeriod | Unset): Period of the figure. Default: 'month'.
        start (str):
        focus (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ExplainNode | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            subject=subject,
            indicator=indicator,
            period=period,
            start=start,
            focus=focus,
            version=version,
        )
    ).parsed

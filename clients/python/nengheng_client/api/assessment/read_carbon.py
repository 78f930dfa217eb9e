from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.carbon_account import CarbonAccount
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    year: int | None | Unset = UNSET,
    subject: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_year: int | None | Unset
    if isinstance(year, Unset):
        json_year = UNSET
    else:
        json_year = year
    params["year"] = json_year

    params["subject"] = subject

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/carbon",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CarbonAccount | Problem:
    if response.status_code == 200:
        response_200 = CarbonAccount.from_dict(response.json())

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
) -> Response[CarbonAccount | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    subject: str,
) -> Response[CarbonAccount | Problem]:
    """Carbon by scope, fuel and process, without certified power

     Give the carbon of a subject.

    Args:
        year (int | None | Unset): Calendar year.
        subject (str): enterprise:CODE or region:CODE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CarbonAccount | Problem]
    """

    kwargs = _get_kwargs(
        year=year,
        subject=subject,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    subject: str,
) -> CarbonAccount | Problem | None:
    """Carbon by scope, fuel and process, without certified power

     Give the carbon of a subject.

    Args:
        year (int | None | Unset): Calendar year.
        subject (str): enterprise:CODE or region:CODE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CarbonAccount | Problem
    """

    return sync_detailed(
        client=client,
        year=year,
        subject=subject,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    subject: str,
) -> Response[CarbonAccount | Problem]:
    """Carbon by scope, fuel and process, without certified power

     Give the carbon of a subject.

    Args:
        year (int | None | Unset): Calendar year.
        subject (str): enterprise:CODE or region:CODE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CarbonAccount | Problem]
    """

    kwargs = _get_kwargs(
        year=year,
        subject=subject,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    subject: str,
) -> CarbonAccount | Problem | None:
    """Carbon by scope, fuel and process, without certified power

     Give the carbon of a subject.

    Args:
        year (int | None | Unset): Calendar year.
        subject (str): enterprise:CODE or region:CODE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CarbonAccount | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            year=year,
            subject=subject,
        )
    ).parsed

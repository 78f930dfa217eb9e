from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.backtest_row import BacktestRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    holder: str,
    year: int | None | Unset = UNSET,
    kind: str | Unset = "energy",
    basis: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["holder"] = holder

    json_year: int | None | Unset
    if isinstance(year, Unset):
        json_year = UNSET
    else:
        json_year = year
    params["year"] = json_year

    params["kind"] = kind

    json_basis: None | str | Unset
    if isinstance(basis, Unset):
        json_basis = UNSET
    else:
        json_basis = basis
    params["basis"] = json_basis

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/pace/backtest",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BacktestRow | Problem:
    if response.status_code == 200:
        response_200 = BacktestRow.from_dict(response.json())

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
) -> Response[BacktestRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    holder: str,
    year: int | None | Unset = UNSET,
    kind: str | Unset = "energy",
    basis: None | str | Unset = UNSET,
) -> Response[BacktestRow | Problem]:
    """How often the band held what a past year came to

     Give the back-test of a year that is over; absent: the last one.

    Args:
        holder (str): enterprise:CODE or region:CODE.
        year (int | None | Unset): Calendar year.
        kind (str | Unset): energy or carbon. Default: 'energy'.
        basis (None | str | Unset): Its basis; absent: the first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BacktestRow | Problem]
    """

    kwargs = _get_kwargs(
        holder=holder,
        year=year,
        kind=kind,
        basis=basis,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    holder: str,
    year: int | None | Unset = UNSET,
    kind: str | Unset = "energy",
    basis: None | str | Unset = UNSET,
) -> BacktestRow | Problem | None:
    """How often the band held what a past year came to

     Give the back-test of a year that is over; absent: the last one.

    Args:
        holder (str): enterprise:CODE or region:CODE.
        year (int | None | Unset): Calendar year.
        kind (str | Unset): energy or carbon. Default: 'energy'.
        basis (None | str | Unset): Its basis; absent: the first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BacktestRow | Problem
    """

    return sync_detailed(
        client=client,
        holder=holder,
        year=year,
        kind=kind,
        basis=basis,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    holder: str,
    year: int | None | Unset = UNSET,
    kind: str | Unset = "energy",
    basis: None | str | Unset = UNSET,
) -> Response[BacktestRow | Problem]:
    """How often the band held what a past year came to

     Give the back-test of a year that is over; absent: the last one.

    Args:
        holder (str): enterprise:CODE or region:CODE.
        year (int | None | Unset): Calendar year.
        kind (str | Unset): energy or carbon. Default: 'energy'.
        basis (None | str | Unset): Its basis; absent: the first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BacktestRow | Problem]
    """

    kwargs = _get_kwargs(
        holder=holder,
        year=year,
        kind=kind,
        basis=basis,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    holder: str,
    year: int | None | Unset = UNSET,
    kind: str | Unset = "energy",
    basis: None | str | Unset = UNSET,
) -> BacktestRow | Problem | None:
    """How often the band held what a past year came to

     Give the back-test of a year that is over; absent: the last one.

    Args:
        holder (str): enterprise:CODE or region:CODE.
        year (int | None | Unset): Calendar year.
        kind (str | Unset): energy or carbon. Default: 'energy'.
        basis (None | str | Unset): Its basis; absent: the first.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BacktestRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            holder=holder,
            year=year,
            kind=kind,
            basis=basis,
        )
    ).parsed

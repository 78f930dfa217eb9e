from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.read_region_account_basis import (
    ReadRegionAccountBasis,
)
from ...models.region_account import RegionAccount
from ...types import UNSET, Response, Unset


def _get_kwargs(
    region: str,
    *,
    year: int | None | Unset = UNSET,
    basis: ReadRegionAccountBasis | Unset = "calorific",
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_year: int | None | Unset
    if isinstance(year, Unset):
        json_year = UNSET
    else:
        json_year = year
    params["year"] = json_year

    json_basis: str | Unset = UNSET
    if not isinstance(basis, Unset):
        json_basis = basis

    params["basis"] = json_basis

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/regions/{region}/account".format(
            region=quote(str(region), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | RegionAccount:
    if response.status_code == 200:
        response_200 = RegionAccount.from_dict(response.json())

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
) -> Response[Problem | RegionAccount]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    region: str,
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    basis: ReadRegionAccountBasis | Unset = "calorific",
) -> Response[Problem | RegionAccount]:
    """A region's account beside the statistic

     Give a region's account of this or another year.

    Args:
        region (str):
        year (int | None | Unset): Calendar year.
        basis (ReadRegionAccountBasis | Unset): 当量值 or 等价值. Default: 'calorific'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RegionAccount]
    """

    kwargs = _get_kwargs(
        region=region,
        year=year,
        basis=basis,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    region: str,
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    basis: ReadRegionAccountBasis | Unset = "calorific",
) -> Problem | RegionAccount | None:
    """A region's account beside the statistic

     Give a region's account of this or another year.

    Args:
        region (str):
        year (int | None | Unset): Calendar year.
        basis (ReadRegionAccountBasis | Unset): 当量值 or 等价值. Default: 'calorific'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RegionAccount
    """

    return sync_detailed(
        region=region,
        client=client,
        year=year,
        basis=basis,
    ).parsed


async def asyncio_detailed(
    region: str,
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    basis: ReadRegionAccountBasis | Unset = "calorific",
) -> Response[Problem | RegionAccount]:
    """A region's account beside the statistic

     Give a region's account of this or another year.

    Args:
        region (str):
        year (int | None | Unset): Calendar year.
        basis (ReadRegionAccountBasis | Unset): 当量值 or 等价值. Default: 'calorific'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RegionAccount]
    """

    kwargs = _get_kwargs(
        region=region,
        year=year,
        basis=basis,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    region: str,
    *,
    client: AuthenticatedClient | Client,
    year: int | None | Unset = UNSET,
    basis: ReadRegionAccountBasis | Unset = "calorific",
) -> Problem | RegionAccount | None:
    """A region's account beside the statistic

     Give a region's account of this or another year.

    Args:
        region (str):
        year (int | None | Unset): Calendar year.
        basis (ReadRegionAccountBasis | Unset): 当量值 or 等价值. Default: 'calorific'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RegionAccount
    """

    return (
        await asyncio_detailed(
            region=region,
            client=client,
            year=year,
            basis=basis,
        )
    ).parsed

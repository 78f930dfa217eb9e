from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_ranked_row import PageRankedRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    benchmark_key: str,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["benchmark_key"] = benchmark_key

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/levels/ranking",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageRankedRow | Problem:
    if response.status_code == 200:
        response_200 = PageRankedRow.from_dict(response.json())

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
) -> Response[PageRankedRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    benchmark_key: str,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
) -> Response[PageRankedRow | Problem]:
    """Products judged by one line, the best first

     Give the ranking, with what stands against each as 能效领跑者.

    Args:
        benchmark_key (str): Line of the catalogue.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRankedRow | Problem]
    """

    kwargs = _get_kwargs(
        benchmark_key=benchmark_key,
        region=region,
        year=year,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    benchmark_key: str,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
) -> PageRankedRow | Problem | None:
    """Products judged by one line, the best first

     Give the ranking, with what stands against each as 能效领跑者.

    Args:
        benchmark_key (str): Line of the catalogue.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRankedRow | Problem
    """

    return sync_detailed(
        client=client,
        benchmark_key=benchmark_key,
        region=region,
        year=year,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    benchmark_key: str,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
) -> Response[PageRankedRow | Problem]:
    """Products judged by one line, the best first

     Give the ranking, with what stands against each as 能效领跑者.

    Args:
        benchmark_key (str): Line of the catalogue.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRankedRow | Problem]
    """

    kwargs = _get_kwargs(
        benchmark_key=benchmark_key,
        region=region,
        year=year,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    benchmark_key: str,
    region: None | str | Unset = UNSET,
    year: int | None | Unset = UNSET,
) -> PageRankedRow | Problem | None:
    """Products judged by one line, the best first

     Give the ranking, with what stands against each as 能效领跑者.

    Args:
        benchmark_key (str): Line of the catalogue.
        region (None | str | Unset): Only in this region's subtree.
        year (int | None | Unset): Calendar year.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRankedRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            benchmark_key=benchmark_key,
            region=region,
            year=year,
        )
    ).parsed

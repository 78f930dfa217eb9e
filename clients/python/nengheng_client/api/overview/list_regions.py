from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_region_row import PageRegionRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    under: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_under: None | str | Unset
    if isinstance(under, Unset):
        json_under = UNSET
    else:
        json_under = under
    params["under"] = json_under

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/regions",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageRegionRow | Problem:
    if response.status_code == 200:
        response_200 = PageRegionRow.from_dict(response.json())

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
) -> Response[PageRegionRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    under: None | str | Unset = UNSET,
) -> Response[PageRegionRow | Problem]:
    """The region tree, each region before those below it

     Give the region tree.

    Args:
        under (None | str | Unset): Only this region's subtree.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRegionRow | Problem]
    """

    kwargs = _get_kwargs(
        under=under,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    under: None | str | Unset = UNSET,
) -> PageRegionRow | Problem | None:
    """The region tree, each region before those below it

     Give the region tree.

    Args:
        under (None | str | Unset): Only this region's subtree.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRegionRow | Problem
    """

    return sync_detailed(
        client=client,
        under=under,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    under: None | str | Unset = UNSET,
) -> Response[PageRegionRow | Problem]:
    """The region tree, each region before those below it

     Give the region tree.

    Args:
        under (None | str | Unset): Only this region's subtree.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRegionRow | Problem]
    """

    kwargs = _get_kwargs(
        under=under,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    under: None | str | Unset = UNSET,
) -> PageRegionRow | Problem | None:
    """The region tree, each region before those below it

     Give the region tree.

    Args:
        under (None | str | Unset): Only this region's subtree.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRegionRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            under=under,
        )
    ).parsed

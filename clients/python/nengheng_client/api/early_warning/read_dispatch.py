from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_dispatch_row import PageDispatchRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

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

    json_scheme: None | str | Unset
    if isinstance(scheme, Unset):
        json_scheme = UNSET
    else:
        json_scheme = scheme
    params["scheme"] = json_scheme

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/dispatch",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageDispatchRow | Problem:
    if response.status_code == 200:
        response_200 = PageDispatchRow.from_dict(response.json())

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
) -> Response[PageDispatchRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> Response[PageDispatchRow | Problem]:
    """The quarterly dispatch sheet 季度调度

     Give the sheet of a quarter.

    Args:
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageDispatchRow | Problem]
    """

    kwargs = _get_kwargs(
        at=at,
        region=region,
        scheme=scheme,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> PageDispatchRow | Problem | None:
    """The quarterly dispatch sheet 季度调度

     Give the sheet of a quarter.

    Args:
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageDispatchRow | Problem
    """

    return sync_detailed(
        client=client,
        at=at,
        region=region,
        scheme=scheme,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> Response[PageDispatchRow | Problem]:
    """The quarterly dispatch sheet 季度调度

     Give the sheet of a quarter.

    Args:
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageDispatchRow | Problem]
    """

    kwargs = _get_kwargs(
        at=at,
        region=region,
        scheme=scheme,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    at: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    scheme: None | str | Unset = UNSET,
) -> PageDispatchRow | Problem | None:
    """The quarterly dispatch sheet 季度调度

     Give the sheet of a quarter.

    Args:
        at (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        region (None | str | Unset): Only this region, those below it and their enterprises.
        scheme (None | str | Unset): Only by this scheme.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageDispatchRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            at=at,
            region=region,
            scheme=scheme,
        )
    ).parsed

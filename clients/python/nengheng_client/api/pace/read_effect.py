from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.effect_row import EffectRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    region: str,
    year: int | None | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    energy_tce: float | None | Unset = UNSET,
    added_value: float | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["region"] = region

    json_year: int | None | Unset
    if isinstance(year, Unset):
        json_year = UNSET
    else:
        json_year = year
    params["year"] = json_year

    json_enterprise: None | str | Unset
    if isinstance(enterprise, Unset):
        json_enterprise = UNSET
    else:
        json_enterprise = enterprise
    params["enterprise"] = json_enterprise

    json_energy_tce: float | None | Unset
    if isinstance(energy_tce, Unset):
        json_energy_tce = UNSET
    else:
        json_energy_tce = energy_tce
    params["energy_tce"] = json_energy_tce

    json_added_value: float | None | Unset
    if isinstance(added_value, Unset):
        json_added_value = UNSET
    else:
        json_added_value = added_value
    params["added_value"] = json_added_value

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/pace/effect",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EffectRow | Problem:
    if response.status_code == 200:
        response_200 = EffectRow.from_dict(response.json())

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
) -> Response[EffectRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    year: int | None | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    energy_tce: float | None | Unset = UNSET,
    added_value: float | None | Unset = UNSET,
) -> Response[EffectRow | Problem]:
    """What an enterprise or project does to a region's intensity

     Give the effect of one of both.

    Args:
        region (str): Code of the region.
        year (int | None | Unset): Calendar year.
        enterprise (None | str | Unset): One of its enterprises.
        energy_tce (float | None | Unset): Energy of a project [tce].
        added_value (float | None | Unset): Its added value [万元].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EffectRow | Problem]
    """

    kwargs = _get_kwargs(
        region=region,
        year=year,
        enterprise=enterprise,
        energy_tce=energy_tce,
        added_value=added_value,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    year: int | None | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    energy_tce: float | None | Unset = UNSET,
    added_value: float | None | Unset = UNSET,
) -> EffectRow | Problem | None:
    """What an enterprise or project does to a region's intensity

     Give the effect of one of both.

    Args:
        region (str): Code of the region.
        year (int | None | Unset): Calendar year.
        enterprise (None | str | Unset): One of its enterprises.
        energy_tce (float | None | Unset): Energy of a project [tce].
        added_value (float | None | Unset): Its added value [万元].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EffectRow | Problem
    """

    return sync_detailed(
        client=client,
        region=region,
        year=year,
        enterprise=enterprise,
        energy_tce=energy_tce,
        added_value=added_value,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    year: int | None | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    energy_tce: float | None | Unset = UNSET,
    added_value: float | None | Unset = UNSET,
) -> Response[EffectRow | Problem]:
    """What an enterprise or project does to a region's intensity

     Give the effect of one of both.

    Args:
        region (str): Code of the region.
        year (int | None | Unset): Calendar year.
        enterprise (None | str | Unset): One of its enterprises.
        energy_tce (float | None | Unset): Energy of a project [tce].
        added_value (float | None | Unset): Its added value [万元].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EffectRow | Problem]
    """

    kwargs = _get_kwargs(
        region=region,
        year=year,
        enterprise=enterprise,
        energy_tce=energy_tce,
        added_value=added_value,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    region: str,
    year: int | None | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    energy_tce: float | None | Unset = UNSET,
    added_value: float | None | Unset = UNSET,
) -> EffectRow | Problem | None:
    """What an enterprise or project does to a region's intensity

     Give the effect of one of both.

    Args:
        region (str): Code of the region.
        year (int | None | Unset): Calendar year.
        enterprise (None | str | Unset): One of its enterprises.
        energy_tce (float | None | Unset): Energy of a project [tce].
        added_value (float | None | Unset): Its added value [万元].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EffectRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            region=region,
            year=year,
            enterprise=enterprise,
            energy_tce=energy_tce,
            added_value=added_value,
        )
    ).parsed

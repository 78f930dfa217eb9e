from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.quality_detail import QualityDetail
from ...types import UNSET, Response, Unset


def _get_kwargs(
    enterprise: str,
    *,
    month: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_month: None | str | Unset
    if isinstance(month, Unset):
        json_month = UNSET
    else:
        json_month = month
    params["month"] = json_month

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/quality/{enterprise}".format(
            enterprise=quote(str(enterprise), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | QualityDetail:
    if response.status_code == 200:
        response_200 = QualityDetail.from_dict(response.json())

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
) -> Response[Problem | QualityDetail]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    *,
    client: AuthenticatedClient | Client,
    month: None | str | Unset = UNSET,
) -> Response[Problem | QualityDetail]:
    """A month of an enterprise by point and comparison

     Give the newest month that was measured, or another.

    Args:
        enterprise (str):
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QualityDetail]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        month=month,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    *,
    client: AuthenticatedClient | Client,
    month: None | str | Unset = UNSET,
) -> Problem | QualityDetail | None:
    """A month of an enterprise by point and comparison

     Give the newest month that was measured, or another.

    Args:
        enterprise (str):
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QualityDetail
    """

    return sync_detailed(
        enterprise=enterprise,
        client=client,
        month=month,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    *,
    client: AuthenticatedClient | Client,
    month: None | str | Unset = UNSET,
) -> Response[Problem | QualityDetail]:
    """A month of an enterprise by point and comparison

     Give the newest month that was measured, or another.

    Args:
        enterprise (str):
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QualityDetail]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        month=month,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    *,
    client: AuthenticatedClient | Client,
    month: None | str | Unset = UNSET,
) -> Problem | QualityDetail | None:
    """A month of an enterprise by point and comparison

     Give the newest month that was measured, or another.

    Args:
        enterprise (str):
        month (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QualityDetail
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            client=client,
            month=month,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.permit_detail import PermitDetail
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    enterprise: str,
    number: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/permits/{enterprise}/{number}".format(
            enterprise=quote(str(enterprise), safe=""),
            number=quote(str(number), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PermitDetail | Problem:
    if response.status_code == 200:
        response_200 = PermitDetail.from_dict(response.json())

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
) -> Response[PermitDetail | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    number: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[PermitDetail | Problem]:
    """One permit with its limits and their outlets

     Give a discharge permit.

    Args:
        enterprise (str): Unified social credit code.
        number (str): Number of the permit.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PermitDetail | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        number=number,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    number: str,
    *,
    client: AuthenticatedClient | Client,
) -> PermitDetail | Problem | None:
    """One permit with its limits and their outlets

     Give a discharge permit.

    Args:
        enterprise (str): Unified social credit code.
        number (str): Number of the permit.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PermitDetail | Problem
    """

    return sync_detailed(
        enterprise=enterprise,
        number=number,
        client=client,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    number: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[PermitDetail | Problem]:
    """One permit with its limits and their outlets

     Give a discharge permit.

    Args:
        enterprise (str): Unified social credit code.
        number (str): Number of the permit.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PermitDetail | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        number=number,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    number: str,
    *,
    client: AuthenticatedClient | Client,
) -> PermitDetail | Problem | None:
    """One permit with its limits and their outlets

     Give a discharge permit.

    Args:
        enterprise (str): Unified social credit code.
        number (str): Number of the permit.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PermitDetail | Problem
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            number=number,
            client=client,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.product_row import ProductRow
from ...types import Response


def _get_kwargs(
    enterprise: str,
    product: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/products/{enterprise}/{product}".format(
            enterprise=quote(str(enterprise), safe=""),
            product=quote(str(product), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | ProductRow:
    if response.status_code == 200:
        response_200 = ProductRow.from_dict(response.json())

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
) -> Response[Problem | ProductRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    product: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | ProductRow]:
    """One product

     Give a product.

    Args:
        enterprise (str): Unified social credit code.
        product (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProductRow]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        product=product,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    product: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | ProductRow | None:
    """One product

     Give a product.

    Args:
        enterprise (str): Unified social credit code.
        product (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProductRow
    """

    return sync_detailed(
        enterprise=enterprise,
        product=product,
        client=client,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    product: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | ProductRow]:
    """One product

     Give a product.

    Args:
        enterprise (str): Unified social credit code.
        product (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ProductRow]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        product=product,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    product: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | ProductRow | None:
    """One product

     Give a product.

    Args:
        enterprise (str): Unified social credit code.
        product (str): Code within its enterprise.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ProductRow
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            product=product,
            client=client,
        )
    ).parsed

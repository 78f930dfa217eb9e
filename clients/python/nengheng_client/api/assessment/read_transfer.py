from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.quota_transfer_row import QuotaTransferRow
from ...types import Response


def _get_kwargs(
    transfer: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/quotas/transfers/{transfer}".format(
            transfer=quote(str(transfer), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | QuotaTransferRow:
    if response.status_code == 200:
        response_200 = QuotaTransferRow.from_dict(response.json())

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
) -> Response[Problem | QuotaTransferRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    transfer: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | QuotaTransferRow]:
    """One transfer of a quota

     Give a transfer.

    Args:
        transfer (str): Its number.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaTransferRow]
    """

    kwargs = _get_kwargs(
        transfer=transfer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    transfer: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | QuotaTransferRow | None:
    """One transfer of a quota

     Give a transfer.

    Args:
        transfer (str): Its number.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaTransferRow
    """

    return sync_detailed(
        transfer=transfer,
        client=client,
    ).parsed


async def asyncio_detailed(
    transfer: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Problem | QuotaTransferRow]:
    """One transfer of a quota

     Give a transfer.

    Args:
        transfer (str): Its number.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaTransferRow]
    """

    kwargs = _get_kwargs(
        transfer=transfer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    transfer: str,
    *,
    client: AuthenticatedClient | Client,
) -> Problem | QuotaTransferRow | None:
    """One transfer of a quota

     Give a transfer.

    Args:
        transfer (str): Its number.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaTransferRow
    """

    return (
        await asyncio_detailed(
            transfer=transfer,
            client=client,
        )
    ).parsed

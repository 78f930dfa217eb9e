from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.quota_transfer_row import QuotaTransferRow
from ...models.transfer_body import TransferBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: TransferBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/quotas/transfers",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | QuotaTransferRow:
    if response.status_code == 201:
        response_201 = QuotaTransferRow.from_dict(response.json())

        return response_201

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
    *,
    client: AuthenticatedClient | Client,
    body: TransferBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuotaTransferRow]:
    """Move an amount of a quota between holders

     Move an amount; the decision stays on record.

    Args:
        idempotency_key (str | Unset):
        body (TransferBody): An amount of a year's quota that goes from one holder to another.
            Example: {'amount': 5000.0, 'basis': 'none', 'from_holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'to_holder': 'region:150600', 'unit':
            'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaTransferRow]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: TransferBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuotaTransferRow | None:
    """Move an amount of a quota between holders

     Move an amount; the decision stays on record.

    Args:
        idempotency_key (str | Unset):
        body (TransferBody): An amount of a year's quota that goes from one holder to another.
            Example: {'amount': 5000.0, 'basis': 'none', 'from_holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'to_holder': 'region:150600', 'unit':
            'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaTransferRow
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TransferBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuotaTransferRow]:
    """Move an amount of a quota between holders

     Move an amount; the decision stays on record.

    Args:
        idempotency_key (str | Unset):
        body (TransferBody): An amount of a year's quota that goes from one holder to another.
            Example: {'amount': 5000.0, 'basis': 'none', 'from_holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'to_holder': 'region:150600', 'unit':
            'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaTransferRow]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: TransferBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuotaTransferRow | None:
    """Move an amount of a quota between holders

     Move an amount; the decision stays on record.

    Args:
        idempotency_key (str | Unset):
        body (TransferBody): An amount of a year's quota that goes from one holder to another.
            Example: {'amount': 5000.0, 'basis': 'none', 'from_holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'to_holder': 'region:150600', 'unit':
            'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaTransferRow
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.issue_body import IssueBody
from ...models.problem import Problem
from ...models.quota_row import QuotaRow
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: IssueBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/quotas",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | QuotaRow:
    if response.status_code == 201:
        response_201 = QuotaRow.from_dict(response.json())

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

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

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
) -> Response[Problem | QuotaRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: IssueBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuotaRow]:
    """Set a quota down the tree, or another amount of one there is

     Set a quota; its monthly plan keeps its shape, and the decision stays on record.

    Args:
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (IssueBody): A quota of a holder for a year: a new one, or a new amount of one there
            is. Example: {'amount': 120000.0, 'basis': 'none', 'holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'unit': 'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaRow]
    """

    kwargs = _get_kwargs(
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: IssueBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuotaRow | None:
    """Set a quota down the tree, or another amount of one there is

     Set a quota; its monthly plan keeps its shape, and the decision stays on record.

    Args:
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (IssueBody): A quota of a holder for a year: a new one, or a new amount of one there
            is. Example: {'amount': 120000.0, 'basis': 'none', 'holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'unit': 'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaRow
    """

    return sync_detailed(
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: IssueBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuotaRow]:
    """Set a quota down the tree, or another amount of one there is

     Set a quota; its monthly plan keeps its shape, and the decision stays on record.

    Args:
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (IssueBody): A quota of a holder for a year: a new one, or a new amount of one there
            is. Example: {'amount': 120000.0, 'basis': 'none', 'holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'unit': 'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuotaRow]
    """

    kwargs = _get_kwargs(
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: IssueBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuotaRow | None:
    """Set a quota down the tree, or another amount of one there is

     Set a quota; its monthly plan keeps its shape, and the decision stays on record.

    Args:
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (IssueBody): A quota of a holder for a year: a new one, or a new amount of one there
            is. Example: {'amount': 120000.0, 'basis': 'none', 'holder': 'region:150600', 'kind':
            'energy', 'reason': '年度分解', 'source': '发改〔2026〕1号', 'unit': 'tce', 'year': 2026}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuotaRow
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed

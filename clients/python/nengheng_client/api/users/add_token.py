from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.token_body import TokenBody
from ...models.token_made import TokenMade
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: TokenBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/tokens",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TokenMade:
    if response.status_code == 201:
        response_201 = TokenMade.from_dict(response.json())

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
) -> Response[Problem | TokenMade]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TokenBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | TokenMade]:
    """Make an API token; it is shown once

     Make an API token.

    Args:
        idempotency_key (str | Unset):
        body (TokenBody): A new API token. Example: {'expires': '2027-01-01', 'login': '', 'name':
            '月报脚本', 'scope': ['read']}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TokenMade]
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
    body: TokenBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | TokenMade | None:
    """Make an API token; it is shown once

     Make an API token.

    Args:
        idempotency_key (str | Unset):
        body (TokenBody): A new API token. Example: {'expires': '2027-01-01', 'login': '', 'name':
            '月报脚本', 'scope': ['read']}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TokenMade
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TokenBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | TokenMade]:
    """Make an API token; it is shown once

     Make an API token.

    Args:
        idempotency_key (str | Unset):
        body (TokenBody): A new API token. Example: {'expires': '2027-01-01', 'login': '', 'name':
            '月报脚本', 'scope': ['read']}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TokenMade]
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
    body: TokenBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | TokenMade | None:
    """Make an API token; it is shown once

     Make an API token.

    Args:
        idempotency_key (str | Unset):
        body (TokenBody): A new API token. Example: {'expires': '2027-01-01', 'login': '', 'name':
            '月报脚本', 'scope': ['read']}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TokenMade
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.user_duties import UserDuties
from ...models.user_row import UserRow
from ...types import UNSET, Response, Unset


def _get_kwargs(
    user: str,
    *,
    body: UserDuties,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/users/{user}".format(
            user=quote(str(user), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | UserRow:
    if response.status_code == 200:
        response_200 = UserRow.from_dict(response.json())

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
) -> Response[Problem | UserRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    user: str,
    *,
    client: AuthenticatedClient | Client,
    body: UserDuties,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | UserRow]:
    """Change what an account is

     Change an account.

    Args:
        user (str): Name of the account's row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (UserDuties): What an account is to be. Example: {'department': 'energy', 'email':
            'wang.li@example.org', 'enterprise': '', 'name': '王丽', 'region': '150600', 'role':
            'regulator'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | UserRow]
    """

    kwargs = _get_kwargs(
        user=user,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    user: str,
    *,
    client: AuthenticatedClient | Client,
    body: UserDuties,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | UserRow | None:
    """Change what an account is

     Change an account.

    Args:
        user (str): Name of the account's row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (UserDuties): What an account is to be. Example: {'department': 'energy', 'email':
            'wang.li@example.org', 'enterprise': '', 'name': '王丽', 'region': '150600', 'role':
            'regulator'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | UserRow
    """

    return sync_detailed(
        user=user,
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    user: str,
    *,
    client: AuthenticatedClient | Client,
    body: UserDuties,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | UserRow]:
    """Change what an account is

     Change an account.

    Args:
        user (str): Name of the account's row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (UserDuties): What an account is to be. Example: {'department': 'energy', 'email':
            'wang.li@example.org', 'enterprise': '', 'name': '王丽', 'region': '150600', 'role':
            'regulator'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | UserRow]
    """

    kwargs = _get_kwargs(
        user=user,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    user: str,
    *,
    client: AuthenticatedClient | Client,
    body: UserDuties,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | UserRow | None:
    """Change what an account is

     Change an account.

    Args:
        user (str): Name of the account's row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (UserDuties): What an account is to be. Example: {'department': 'energy', 'email':
            'wang.li@example.org', 'enterprise': '', 'name': '王丽', 'region': '150600', 'role':
            'regulator'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | UserRow
    """

    return (
        await asyncio_detailed(
            user=user,
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed

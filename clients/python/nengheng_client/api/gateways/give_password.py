from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.connections_password_body import ConnectionsPasswordBody
from ...models.issued_log_in import IssuedLogIn
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    enterprise: str,
    gateway: str,
    *,
    body: ConnectionsPasswordBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/gateways/{enterprise}/{gateway}/log-ins".format(
            enterprise=quote(str(enterprise), safe=""),
            gateway=quote(str(gateway), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> IssuedLogIn | Problem:
    if response.status_code == 200:
        response_200 = IssuedLogIn.from_dict(response.json())

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
) -> Response[IssuedLogIn | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: ConnectionsPasswordBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[IssuedLogIn | Problem]:
    """Give a gateway a new password

     Give a new password; the old ones end now or later.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (ConnectionsPasswordBody): How a new password takes the old one's place. Example:
            {'keep_old_s': 0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuedLogIn | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        gateway=gateway,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: ConnectionsPasswordBody,
    idempotency_key: str | Unset = UNSET,
) -> IssuedLogIn | Problem | None:
    """Give a gateway a new password

     Give a new password; the old ones end now or later.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (ConnectionsPasswordBody): How a new password takes the old one's place. Example:
            {'keep_old_s': 0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuedLogIn | Problem
    """

    return sync_detailed(
        enterprise=enterprise,
        gateway=gateway,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: ConnectionsPasswordBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[IssuedLogIn | Problem]:
    """Give a gateway a new password

     Give a new password; the old ones end now or later.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (ConnectionsPasswordBody): How a new password takes the old one's place. Example:
            {'keep_old_s': 0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuedLogIn | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        gateway=gateway,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: ConnectionsPasswordBody,
    idempotency_key: str | Unset = UNSET,
) -> IssuedLogIn | Problem | None:
    """Give a gateway a new password

     Give a new password; the old ones end now or later.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (ConnectionsPasswordBody): How a new password takes the old one's place. Example:
            {'keep_old_s': 0}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuedLogIn | Problem
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            gateway=gateway,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

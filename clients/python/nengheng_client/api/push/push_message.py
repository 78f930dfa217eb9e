from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.push_reply import PushReply
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    enterprise: str,
    gateway: str,
    *,
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/push/{enterprise}/{gateway}".format(
            enterprise=quote(str(enterprise), safe=""),
            gateway=quote(str(gateway), safe=""),
        ),
    }

    _kwargs["content"] = body.payload
    headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | PushReply:
    if response.status_code == 200:
        response_200 = PushReply.from_dict(response.json())

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

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 421:
        response_421 = Problem.from_dict(response.json())

        return response_421

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | PushReply]:
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
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | PushReply]:
    """Push a message of readings as a gateway

     Take a message; answered once the journal has it on disk. Log in as the gateway.

    Args:
        enterprise (str):
        gateway (str):
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PushReply]
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
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> Problem | PushReply | None:
    """Push a message of readings as a gateway

     Take a message; answered once the journal has it on disk. Log in as the gateway.

    Args:
        enterprise (str):
        gateway (str):
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PushReply
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
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | PushReply]:
    """Push a message of readings as a gateway

     Take a message; answered once the journal has it on disk. Log in as the gateway.

    Args:
        enterprise (str):
        gateway (str):
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PushReply]
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
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> Problem | PushReply | None:
    """Push a message of readings as a gateway

     Take a message; answered once the journal has it on disk. Log in as the gateway.

    Args:
        enterprise (str):
        gateway (str):
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PushReply
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

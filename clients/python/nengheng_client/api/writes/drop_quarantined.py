from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.drop_body import DropBody
from ...models.problem import Problem
from ...models.quarantine_outcome import QuarantineOutcome
from ...types import UNSET, Response, Unset


def _get_kwargs(
    number: int,
    *,
    body: DropBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/quarantine/{number}/drop".format(
            number=quote(str(number), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | QuarantineOutcome:
    if response.status_code == 200:
        response_200 = QuarantineOutcome.from_dict(response.json())

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
) -> Response[Problem | QuarantineOutcome]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: DropBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuarantineOutcome]:
    """Drop a quarantined message for a reason

     Drop a quarantined message.

    Args:
        number (int): Number in the quarantine.
        idempotency_key (str | Unset):
        body (DropBody): Why something is dropped. Example: {'reason': '测试数据'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuarantineOutcome]
    """

    kwargs = _get_kwargs(
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: DropBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuarantineOutcome | None:
    """Drop a quarantined message for a reason

     Drop a quarantined message.

    Args:
        number (int): Number in the quarantine.
        idempotency_key (str | Unset):
        body (DropBody): Why something is dropped. Example: {'reason': '测试数据'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuarantineOutcome
    """

    return sync_detailed(
        number=number,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: DropBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | QuarantineOutcome]:
    """Drop a quarantined message for a reason

     Drop a quarantined message.

    Args:
        number (int): Number in the quarantine.
        idempotency_key (str | Unset):
        body (DropBody): Why something is dropped. Example: {'reason': '测试数据'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | QuarantineOutcome]
    """

    kwargs = _get_kwargs(
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    number: int,
    *,
    client: AuthenticatedClient | Client,
    body: DropBody,
    idempotency_key: str | Unset = UNSET,
) -> Problem | QuarantineOutcome | None:
    """Drop a quarantined message for a reason

     Drop a quarantined message.

    Args:
        number (int): Number in the quarantine.
        idempotency_key (str | Unset):
        body (DropBody): Why something is dropped. Example: {'reason': '测试数据'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | QuarantineOutcome
    """

    return (
        await asyncio_detailed(
            number=number,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.job_row import JobRow
from ...models.problem import Problem
from ...models.replay_body import ReplayBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ReplayBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/jobs/replay",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> JobRow | Problem:
    if response.status_code == 202:
        response_202 = JobRow.from_dict(response.json())

        return response_202

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
) -> Response[JobRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReplayBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[JobRow | Problem]:
    """Replay much of the quarantine as a job

     Begin a replay.

    Args:
        idempotency_key (str | Unset):
        body (ReplayBody): Which messages are let in again; null takes all. Example:
            {'enterprise': None, 'gateway': None, 'reason': 'unknown_point'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JobRow | Problem]
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
    body: ReplayBody,
    idempotency_key: str | Unset = UNSET,
) -> JobRow | Problem | None:
    """Replay much of the quarantine as a job

     Begin a replay.

    Args:
        idempotency_key (str | Unset):
        body (ReplayBody): Which messages are let in again; null takes all. Example:
            {'enterprise': None, 'gateway': None, 'reason': 'unknown_point'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JobRow | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReplayBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[JobRow | Problem]:
    """Replay much of the quarantine as a job

     Begin a replay.

    Args:
        idempotency_key (str | Unset):
        body (ReplayBody): Which messages are let in again; null takes all. Example:
            {'enterprise': None, 'gateway': None, 'reason': 'unknown_point'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JobRow | Problem]
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
    body: ReplayBody,
    idempotency_key: str | Unset = UNSET,
) -> JobRow | Problem | None:
    """Replay much of the quarantine as a job

     Begin a replay.

    Args:
        idempotency_key (str | Unset):
        body (ReplayBody): Which messages are let in again; null takes all. Example:
            {'enterprise': None, 'gateway': None, 'reason': 'unknown_point'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JobRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

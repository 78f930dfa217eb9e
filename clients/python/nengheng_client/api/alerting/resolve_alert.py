from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.alert_row import AlertRow
from ...models.comment_body import CommentBody
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    alert: int,
    *,
    body: CommentBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/alerts/{alert}/resolve".format(
            alert=quote(str(alert), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AlertRow | Problem:
    if response.status_code == 200:
        response_200 = AlertRow.from_dict(response.json())

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
) -> Response[AlertRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
    body: CommentBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[AlertRow | Problem]:
    """Resolve an alert by hand, for a reason

     Resolve.

    Args:
        alert (int): Its number [1].
        idempotency_key (str | Unset):
        body (CommentBody): Words about an alert. Example: {'text': '已去现场核查'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AlertRow | Problem]
    """

    kwargs = _get_kwargs(
        alert=alert,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
    body: CommentBody,
    idempotency_key: str | Unset = UNSET,
) -> AlertRow | Problem | None:
    """Resolve an alert by hand, for a reason

     Resolve.

    Args:
        alert (int): Its number [1].
        idempotency_key (str | Unset):
        body (CommentBody): Words about an alert. Example: {'text': '已去现场核查'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AlertRow | Problem
    """

    return sync_detailed(
        alert=alert,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
    body: CommentBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[AlertRow | Problem]:
    """Resolve an alert by hand, for a reason

     Resolve.

    Args:
        alert (int): Its number [1].
        idempotency_key (str | Unset):
        body (CommentBody): Words about an alert. Example: {'text': '已去现场核查'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AlertRow | Problem]
    """

    kwargs = _get_kwargs(
        alert=alert,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
    body: CommentBody,
    idempotency_key: str | Unset = UNSET,
) -> AlertRow | Problem | None:
    """Resolve an alert by hand, for a reason

     Resolve.

    Args:
        alert (int): Its number [1].
        idempotency_key (str | Unset):
        body (CommentBody): Words about an alert. Example: {'text': '已去现场核查'}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AlertRow | Problem
    """

    return (
        await asyncio_detailed(
            alert=alert,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_alert_event_row import PageAlertEventRow
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    alert: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/alerts/{alert}/history".format(
            alert=quote(str(alert), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageAlertEventRow | Problem:
    if response.status_code == 200:
        response_200 = PageAlertEventRow.from_dict(response.json())

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

    if response.status_code == 406:
        response_406 = Problem.from_dict(response.json())

        return response_406

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
) -> Response[PageAlertEventRow | Problem]:
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
) -> Response[PageAlertEventRow | Problem]:
    """What happened to an alert

     Give an alert's history, oldest first.

    Args:
        alert (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAlertEventRow | Problem]
    """

    kwargs = _get_kwargs(
        alert=alert,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
) -> PageAlertEventRow | Problem | None:
    """What happened to an alert

     Give an alert's history, oldest first.

    Args:
        alert (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAlertEventRow | Problem
    """

    return sync_detailed(
        alert=alert,
        client=client,
    ).parsed


async def asyncio_detailed(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
) -> Response[PageAlertEventRow | Problem]:
    """What happened to an alert

     Give an alert's history, oldest first.

    Args:
        alert (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAlertEventRow | Problem]
    """

    kwargs = _get_kwargs(
        alert=alert,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    alert: int,
    *,
    client: AuthenticatedClient | Client,
) -> PageAlertEventRow | Problem | None:
    """What happened to an alert

     Give an alert's history, oldest first.

    Args:
        alert (int): Its number [1].

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAlertEventRow | Problem
    """

    return (
        await asyncio_detailed(
            alert=alert,
            client=client,
        )
    ).parsed

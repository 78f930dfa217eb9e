from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.list_notifications_state_type_0 import (
    ListNotificationsStateType0,
)
from ...models.page_notification_row import PageNotificationRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    state: ListNotificationsStateType0 | None | Unset = UNSET,
    channel: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, str):
        json_state = state
    else:
        json_state = state
    params["state"] = json_state

    json_channel: None | str | Unset
    if isinstance(channel, Unset):
        json_channel = UNSET
    else:
        json_channel = channel
    params["channel"] = json_channel

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/notifications",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageNotificationRow | Problem:
    if response.status_code == 200:
        response_200 = PageNotificationRow.from_dict(response.json())

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
) -> Response[PageNotificationRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    state: ListNotificationsStateType0 | None | Unset = UNSET,
    channel: None | str | Unset = UNSET,
) -> Response[PageNotificationRow | Problem]:
    """What was sent, waits or failed, newest first

     Give notifications.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        state (ListNotificationsStateType0 | None | Unset): Only in this state.
        channel (None | str | Unset): Only of this channel.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageNotificationRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        state=state,
        channel=channel,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    state: ListNotificationsStateType0 | None | Unset = UNSET,
    channel: None | str | Unset = UNSET,
) -> PageNotificationRow | Problem | None:
    """What was sent, waits or failed, newest first

     Give notifications.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        state (ListNotificationsStateType0 | None | Unset): Only in this state.
        channel (None | str | Unset): Only of this channel.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageNotificationRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        state=state,
        channel=channel,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    state: ListNotificationsStateType0 | None | Unset = UNSET,
    channel: None | str | Unset = UNSET,
) -> Response[PageNotificationRow | Problem]:
    """What was sent, waits or failed, newest first

     Give notifications.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        state (ListNotificationsStateType0 | None | Unset): Only in this state.
        channel (None | str | Unset): Only of this channel.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageNotificationRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        state=state,
        channel=channel,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    state: ListNotificationsStateType0 | None | Unset = UNSET,
    channel: None | str | Unset = UNSET,
) -> PageNotificationRow | Problem | None:
    """What was sent, waits or failed, newest first

     Give notifications.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        state (ListNotificationsStateType0 | None | Unset): Only in this state.
        channel (None | str | Unset): Only of this channel.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageNotificationRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            state=state,
            channel=channel,
        )
    ).parsed

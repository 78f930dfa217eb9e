from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_registry_row import PageRegistryRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    table: str,
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    column: None | str | Unset = UNSET,
    value: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_enterprise: None | str | Unset
    if isinstance(enterprise, Unset):
        json_enterprise = UNSET
    else:
        json_enterprise = enterprise
    params["enterprise"] = json_enterprise

    json_text: None | str | Unset
    if isinstance(text, Unset):
        json_text = UNSET
    else:
        json_text = text
    params["text"] = json_text

    json_column: None | str | Unset
    if isinstance(column, Unset):
        json_column = UNSET
    else:
        json_column = column
    params["column"] = json_column

    json_value: None | str | Unset
    if isinstance(value, Unset):
        json_value = UNSET
    else:
        json_value = value
    params["value"] = json_value

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/tables/{table}/rows".format(
            table=quote(str(table), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageRegistryRow | Problem:
    if response.status_code == 200:
        response_200 = PageRegistryRow.from_dict(response.json())

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
) -> Response[PageRegistryRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    table: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    column: None | str | Unset = UNSET,
    value: None | str | Unset = UNSET,
) -> Response[PageRegistryRow | Problem]:
    """Rows of a table

     Give rows by key.

    Args:
        table (str): Name of the table.
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        enterprise (None | str | Unset): Only of this enterprise.
        text (None | str | Unset): Only with this in a text.
        column (None | str | Unset): Only with `value` in this column.
        value (None | str | Unset): Value of `column`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRegistryRow | Problem]
    """

    kwargs = _get_kwargs(
        table=table,
        limit=limit,
        cursor=cursor,
        enterprise=enterprise,
        text=text,
        column=column,
        value=value,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    table: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    column: None | str | Unset = UNSET,
    value: None | str | Unset = UNSET,
) -> PageRegistryRow | Problem | None:
    """Rows of a table

     Give rows by key.

    Args:
        table (str): Name of the table.
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        enterprise (None | str | Unset): Only of this enterprise.
        text (None | str | Unset): Only with this in a text.
        column (None | str | Unset): Only with `value` in this column.
        value (None | str | Unset): Value of `column`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRegistryRow | Problem
    """

    return sync_detailed(
        table=table,
        client=client,
        limit=limit,
        cursor=cursor,
        enterprise=enterprise,
        text=text,
        column=column,
        value=value,
    ).parsed


async def asyncio_detailed(
    table: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    column: None | str | Unset = UNSET,
    value: None | str | Unset = UNSET,
) -> Response[PageRegistryRow | Problem]:
    """Rows of a table

     Give rows by key.

    Args:
        table (str): Name of the table.
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        enterprise (None | str | Unset): Only of this enterprise.
        text (None | str | Unset): Only with this in a text.
        column (None | str | Unset): Only with `value` in this column.
        value (None | str | Unset): Value of `column`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageRegistryRow | Problem]
    """

    kwargs = _get_kwargs(
        table=table,
        limit=limit,
        cursor=cursor,
        enterprise=enterprise,
        text=text,
        column=column,
        value=value,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    table: str,
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    enterprise: None | str | Unset = UNSET,
    text: None | str | Unset = UNSET,
    column: None | str | Unset = UNSET,
    value: None | str | Unset = UNSET,
) -> PageRegistryRow | Problem | None:
    """Rows of a table

     Give rows by key.

    Args:
        table (str): Name of the table.
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        enterprise (None | str | Unset): Only of this enterprise.
        text (None | str | Unset): Only with this in a text.
        column (None | str | Unset): Only with `value` in this column.
        value (None | str | Unset): Value of `column`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageRegistryRow | Problem
    """

    return (
        await asyncio_detailed(
            table=table,
            client=client,
            limit=limit,
            cursor=cursor,
            enterprise=enterprise,
            text=text,
            column=column,
            value=value,
        )
    ).parsed

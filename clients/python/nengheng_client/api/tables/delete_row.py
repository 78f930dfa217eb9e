from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    table: str,
    row: str,
    *,
    dry_run: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/tables/{table}/rows/{row}".format(
            table=quote(str(table), safe=""),
            row=quote(str(row), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Problem:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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
) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    dry_run: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
) -> Response[Any | Problem]:
    """Delete a row on which nothing hangs

     Delete a row; the refusal says what hangs on it.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        dry_run (bool | Unset): Check and report only. Default: False.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
        dry_run=dry_run,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    dry_run: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
) -> Any | Problem | None:
    """Delete a row on which nothing hangs

     Delete a row; the refusal says what hangs on it.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        dry_run (bool | Unset): Check and report only. Default: False.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return sync_detailed(
        table=table,
        row=row,
        client=client,
        dry_run=dry_run,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    dry_run: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
) -> Response[Any | Problem]:
    """Delete a row on which nothing hangs

     Delete a row; the refusal says what hangs on it.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        dry_run (bool | Unset): Check and report only. Default: False.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
        dry_run=dry_run,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    dry_run: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
) -> Any | Problem | None:
    """Delete a row on which nothing hangs

     Delete a row; the refusal says what hangs on it.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        dry_run (bool | Unset): Check and report only. Default: False.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return (
        await asyncio_detailed(
            table=table,
            row=row,
            client=client,
            dry_run=dry_run,
            if_match=if_match,
        )
    ).parsed

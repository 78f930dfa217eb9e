from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.row_body import RowBody
from ...models.row_outcome import RowOutcome
from ...types import UNSET, Response, Unset


def _get_kwargs(
    table: str,
    row: str,
    *,
    body: RowBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/api/v1/tables/{table}/rows/{row}".format(
            table=quote(str(table), safe=""),
            row=quote(str(row), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | RowOutcome:
    if response.status_code == 200:
        response_200 = RowOutcome.from_dict(response.json())

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
) -> Response[Problem | RowOutcome]:
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
    body: RowBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | RowOutcome]:
    """Change cells of a row, checked as an import

     Change a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (RowBody): Cells of a row to add, or those to change. Example: {'dry_run': False,
            'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RowOutcome]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
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
    body: RowBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | RowOutcome | None:
    """Change cells of a row, checked as an import

     Change a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (RowBody): Cells of a row to add, or those to change. Example: {'dry_run': False,
            'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RowOutcome
    """

    return sync_detailed(
        table=table,
        row=row,
        client=client,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    body: RowBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | RowOutcome]:
    """Change cells of a row, checked as an import

     Change a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (RowBody): Cells of a row to add, or those to change. Example: {'dry_run': False,
            'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RowOutcome]
    """

    kwargs = _get_kwargs(
        table=table,
        row=row,
        body=body,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    table: str,
    row: str,
    *,
    client: AuthenticatedClient | Client,
    body: RowBody,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | RowOutcome | None:
    """Change cells of a row, checked as an import

     Change a row.

    Args:
        table (str): Name of the table.
        row (str): `id` of the row.
        if_match (None | str | Unset): ETag that the GET of this gave; refused with 412 where it
            has changed since.
        idempotency_key (str | Unset):
        body (RowBody): Cells of a row to add, or those to change. Example: {'dry_run': False,
            'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RowOutcome
    """

    return (
        await asyncio_detailed(
            table=table,
            row=row,
            client=client,
            body=body,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed

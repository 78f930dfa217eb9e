from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.export_registry_kind import (
    ExportRegistryKind,
)
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    kind: ExportRegistryKind | Unset = "xlsx",
    table: list[str] | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    json_table: list[str] | Unset = UNSET
    if not isinstance(table, Unset):
        json_table = table

    params["table"] = json_table

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/registry/export",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem:
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
) -> Response[Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    kind: ExportRegistryKind | Unset = "xlsx",
    table: list[str] | Unset = UNSET,
) -> Response[Problem]:
    """The registry as a workbook or CSV files, in the form that imports take

     Give a file of the rows you see.

    Args:
        kind (ExportRegistryKind | Unset): A workbook, or an archive of CSV files. Default:
            'xlsx'.
        table (list[str] | Unset): Only these tables.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem]
    """

    kwargs = _get_kwargs(
        kind=kind,
        table=table,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    kind: ExportRegistryKind | Unset = "xlsx",
    table: list[str] | Unset = UNSET,
) -> Problem | None:
    """The registry as a workbook or CSV files, in the form that imports take

     Give a file of the rows you see.

    Args:
        kind (ExportRegistryKind | Unset): A workbook, or an archive of CSV files. Default:
            'xlsx'.
        table (list[str] | Unset): Only these tables.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem
    """

    return sync_detailed(
        client=client,
        kind=kind,
        table=table,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    kind: ExportRegistryKind | Unset = "xlsx",
    table: list[str] | Unset = UNSET,
) -> Response[Problem]:
    """The registry as a workbook or CSV files, in the form that imports take

     Give a file of the rows you see.

    Args:
        kind (ExportRegistryKind | Unset): A workbook, or an archive of CSV files. Default:
            'xlsx'.
        table (list[str] | Unset): Only these tables.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem]
    """

    kwargs = _get_kwargs(
        kind=kind,
        table=table,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    kind: ExportRegistryKind | Unset = "xlsx",
    table: list[str] | Unset = UNSET,
) -> Problem | None:
    """The registry as a workbook or CSV files, in the form that imports take

     Give a file of the rows you see.

    Args:
        kind (ExportRegistryKind | Unset): A workbook, or an archive of CSV files. Default:
            'xlsx'.
        table (list[str] | Unset): Only these tables.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            kind=kind,
            table=table,
        )
    ).parsed

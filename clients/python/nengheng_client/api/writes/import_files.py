from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.import_body import ImportBody
from ...models.import_files_files_body import ImportFilesFilesBody
from ...models.import_report import ImportReport
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ImportBody | ImportFilesFilesBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/imports",
    }

    if isinstance(body, ImportBody):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, ImportFilesFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ImportReport | Problem:
    if response.status_code == 200:
        response_200 = ImportReport.from_dict(response.json())

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
) -> Response[ImportReport | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImportBody | ImportFilesFilesBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ImportReport | Problem]:
    """Take a workbook or CSV files into the registry, all or none, as JSON or form

     Import files.

    Args:
        idempotency_key (str | Unset):
        body (ImportBody): CSV files and workbooks to take into the registry, all or none.
            Example: {'dry_run': False, 'files': [{'content':
            'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}], 'preview': 0}.
        body (ImportFilesFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImportReport | Problem]
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
    body: ImportBody | ImportFilesFilesBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ImportReport | Problem | None:
    """Take a workbook or CSV files into the registry, all or none, as JSON or form

     Import files.

    Args:
        idempotency_key (str | Unset):
        body (ImportBody): CSV files and workbooks to take into the registry, all or none.
            Example: {'dry_run': False, 'files': [{'content':
            'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}], 'preview': 0}.
        body (ImportFilesFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImportReport | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImportBody | ImportFilesFilesBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ImportReport | Problem]:
    """Take a workbook or CSV files into the registry, all or none, as JSON or form

     Import files.

    Args:
        idempotency_key (str | Unset):
        body (ImportBody): CSV files and workbooks to take into the registry, all or none.
            Example: {'dry_run': False, 'files': [{'content':
            'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}], 'preview': 0}.
        body (ImportFilesFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImportReport | Problem]
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
    body: ImportBody | ImportFilesFilesBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ImportReport | Problem | None:
    """Take a workbook or CSV files into the registry, all or none, as JSON or form

     Import files.

    Args:
        idempotency_key (str | Unset):
        body (ImportBody): CSV files and workbooks to take into the registry, all or none.
            Example: {'dry_run': False, 'files': [{'content':
            'code,name,parent_code\\n150000,内蒙古自治区,\\n', 'name': 'region.csv'}], 'preview': 0}.
        body (ImportFilesFilesBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImportReport | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

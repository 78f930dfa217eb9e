from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.naming_body import NamingBody
from ...models.naming_report import NamingReport
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    enterprise: str,
    gateway: str,
    *,
    body: NamingBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/gateways/{enterprise}/{gateway}/points".format(
            enterprise=quote(str(enterprise), safe=""),
            gateway=quote(str(gateway), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> NamingReport | Problem:
    if response.status_code == 200:
        response_200 = NamingReport.from_dict(response.json())

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
) -> Response[NamingReport | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: NamingBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[NamingReport | Problem]:
    """Name points, and let in what waited

     Register points that a gateway sends and replay what lay in quarantine for them.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (NamingBody): Points of a gateway that get their names. Example: {'points':
            [{'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased',
            'kind': 'register', 'name': '一号主变进线', 'unit': 'kWh'}]}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NamingReport | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        gateway=gateway,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: NamingBody,
    idempotency_key: str | Unset = UNSET,
) -> NamingReport | Problem | None:
    """Name points, and let in what waited

     Register points that a gateway sends and replay what lay in quarantine for them.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (NamingBody): Points of a gateway that get their names. Example: {'points':
            [{'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased',
            'kind': 'register', 'name': '一号主变进线', 'unit': 'kWh'}]}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NamingReport | Problem
    """

    return sync_detailed(
        enterprise=enterprise,
        gateway=gateway,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: NamingBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[NamingReport | Problem]:
    """Name points, and let in what waited

     Register points that a gateway sends and replay what lay in quarantine for them.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (NamingBody): Points of a gateway that get their names. Example: {'points':
            [{'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased',
            'kind': 'register', 'name': '一号主变进线', 'unit': 'kWh'}]}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NamingReport | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        gateway=gateway,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    gateway: str,
    *,
    client: AuthenticatedClient | Client,
    body: NamingBody,
    idempotency_key: str | Unset = UNSET,
) -> NamingReport | Problem | None:
    """Name points, and let in what waited

     Register points that a gateway sends and replay what lay in quarantine for them.

    Args:
        enterprise (str): Unified social credit code.
        gateway (str): Gateway's code.
        idempotency_key (str | Unset):
        body (NamingBody): Points of a gateway that get their names. Example: {'points':
            [{'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased',
            'kind': 'register', 'name': '一号主变进线', 'unit': 'kWh'}]}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NamingReport | Problem
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            gateway=gateway,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

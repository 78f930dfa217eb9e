from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...models.meter_change import MeterChange
from ...models.meter_change_body import MeterChangeBody
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    enterprise: str,
    point: str,
    *,
    body: MeterChangeBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/points/{enterprise}/{point}/meter-changes".format(
            enterprise=quote(str(enterprise), safe=""),
            point=quote(str(point), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MeterChange | Problem:
    if response.status_code == 201:
        response_201 = MeterChange.from_dict(response.json())

        return response_201

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
) -> Response[MeterChange | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    enterprise: str,
    point: str,
    *,
    client: AuthenticatedClient | Client,
    body: MeterChangeBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[MeterChange | Problem]:
    """Declare that a meter was put in: the running epoch ends, the next begins

     Declare a change of meters; hours it touches are derived again.

    Args:
        enterprise (str): Unified social credit code.
        point (str): Code within its enterprise.
        idempotency_key (str | Unset):
        body (MeterChangeBody): A meter put in, in place of one that is taken out where there is
            one. Example: {'at': '2026-03-01T09:30', 'calibration_due': '2031-03-01', 'jitter': 0.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'register_max': 1.0, 'serial': 'A7731', 'start_value':
            48210.5, 'stop_value': 48210.5}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MeterChange | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        point=point,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    enterprise: str,
    point: str,
    *,
    client: AuthenticatedClient | Client,
    body: MeterChangeBody,
    idempotency_key: str | Unset = UNSET,
) -> MeterChange | Problem | None:
    """Declare that a meter was put in: the running epoch ends, the next begins

     Declare a change of meters; hours it touches are derived again.

    Args:
        enterprise (str): Unified social credit code.
        point (str): Code within its enterprise.
        idempotency_key (str | Unset):
        body (MeterChangeBody): A meter put in, in place of one that is taken out where there is
            one. Example: {'at': '2026-03-01T09:30', 'calibration_due': '2031-03-01', 'jitter': 0.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'register_max': 1.0, 'serial': 'A7731', 'start_value':
            48210.5, 'stop_value': 48210.5}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MeterChange | Problem
    """

    return sync_detailed(
        enterprise=enterprise,
        point=point,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    enterprise: str,
    point: str,
    *,
    client: AuthenticatedClient | Client,
    body: MeterChangeBody,
    idempotency_key: str | Unset = UNSET,
) -> Response[MeterChange | Problem]:
    """Declare that a meter was put in: the running epoch ends, the next begins

     Declare a change of meters; hours it touches are derived again.

    Args:
        enterprise (str): Unified social credit code.
        point (str): Code within its enterprise.
        idempotency_key (str | Unset):
        body (MeterChangeBody): A meter put in, in place of one that is taken out where there is
            one. Example: {'at': '2026-03-01T09:30', 'calibration_due': '2031-03-01', 'jitter': 0.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'register_max': 1.0, 'serial': 'A7731', 'start_value':
            48210.5, 'stop_value': 48210.5}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[MeterChange | Problem]
    """

    kwargs = _get_kwargs(
        enterprise=enterprise,
        point=point,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    enterprise: str,
    point: str,
    *,
    client: AuthenticatedClient | Client,
    body: MeterChangeBody,
    idempotency_key: str | Unset = UNSET,
) -> MeterChange | Problem | None:
    """Declare that a meter was put in: the running epoch ends, the next begins

     Declare a change of meters; hours it touches are derived again.

    Args:
        enterprise (str): Unified social credit code.
        point (str): Code within its enterprise.
        idempotency_key (str | Unset):
        body (MeterChangeBody): A meter put in, in place of one that is taken out where there is
            one. Example: {'at': '2026-03-01T09:30', 'calibration_due': '2031-03-01', 'jitter': 0.0,
            'max_rate': 1.0, 'multiplier': 1.0, 'register_max': 1.0, 'serial': 'A7731', 'start_value':
            48210.5, 'stop_value': 48210.5}.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        MeterChange | Problem
    """

    return (
        await asyncio_detailed(
            enterprise=enterprise,
            point=point,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed

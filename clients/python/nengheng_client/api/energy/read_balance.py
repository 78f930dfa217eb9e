from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_balance_row import PageBalanceRow
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    subject: str,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["subject"] = subject

    json_start: None | str | Unset
    if isinstance(start, Unset):
        json_start = UNSET
    else:
        json_start = start
    params["start"] = json_start

    json_end: None | str | Unset
    if isinstance(end, Unset):
        json_end = UNSET
    else:
        json_end = end
    params["end"] = json_end

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/balance",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageBalanceRow | Problem:
    if response.status_code == 200:
        response_200 = PageBalanceRow.from_dict(response.json())

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
) -> Response[PageBalanceRow | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
) -> Response[PageBalanceRow | Problem]:
    """Energy balance of an enterprise or line: carriers by flow

     Give a balance; by default of the running month so far.

    Args:
        subject (str): enterprise:CODE or line:ENTERPRISE/CODE.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageBalanceRow | Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        start=start,
        end=end,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
) -> PageBalanceRow | Problem | None:
    """Energy balance of an enterprise or line: carriers by flow

     Give a balance; by default of the running month so far.

    Args:
        subject (str): enterprise:CODE or line:ENTERPRISE/CODE.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageBalanceRow | Problem
    """

    return sync_detailed(
        client=client,
        subject=subject,
        start=start,
        end=end,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
) -> Response[PageBalanceRow | Problem]:
    """Energy balance of an enterprise or line: carriers by flow

     Give a balance; by default of the running month so far.

    Args:
        subject (str): enterprise:CODE or line:ENTERPRISE/CODE.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageBalanceRow | Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        start=start,
        end=end,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
) -> PageBalanceRow | Problem | None:
    """Energy balance of an enterprise or line: carriers by flow

     Give a balance; by default of the running month so far.

    Args:
        subject (str): enterprise:CODE or line:ENTERPRISE/CODE.
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageBalanceRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            subject=subject,
            start=start,
            end=end,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    subject: str,
    point: str | Unset = "",
    code: str,
    start: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["subject"] = subject

    params["point"] = point

    params["code"] = code

    params["start"] = start

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/findings/picture",
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
    subject: str,
    point: str | Unset = "",
    code: str,
    start: str,
) -> Response[Problem]:
    """A finding as a picture (SVG)

     Give the readings a finding is about, with its stretch marked.

    Args:
        subject (str): enterprise:CODE.
        point (str | Unset): Its point; empty where it has none. Default: ''.
        code (str): What was found, such as `flat_line`.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        point=point,
        code=code,
        start=start,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    point: str | Unset = "",
    code: str,
    start: str,
) -> Problem | None:
    """A finding as a picture (SVG)

     Give the readings a finding is about, with its stretch marked.

    Args:
        subject (str): enterprise:CODE.
        point (str | Unset): Its point; empty where it has none. Default: ''.
        code (str): What was found, such as `flat_line`.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem
    """

    return sync_detailed(
        client=client,
        subject=subject,
        point=point,
        code=code,
        start=start,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    point: str | Unset = "",
    code: str,
    start: str,
) -> Response[Problem]:
    """A finding as a picture (SVG)

     Give the readings a finding is about, with its stretch marked.

    Args:
        subject (str): enterprise:CODE.
        point (str | Unset): Its point; empty where it has none. Default: ''.
        code (str): What was found, such as `flat_line`.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem]
    """

    kwargs = _get_kwargs(
        subject=subject,
        point=point,
        code=code,
        start=start,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    subject: str,
    point: str | Unset = "",
    code: str,
    start: str,
) -> Problem | None:
    """A finding as a picture (SVG)

     Give the readings a finding is about, with its stretch marked.

    Args:
        subject (str): enterprise:CODE.
        point (str | Unset): Its point; empty where it has none. Default: ''.
        code (str): What was found, such as `flat_line`.
        start (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            subject=subject,
            point=point,
            code=code,
            start=start,
        )
    ).parsed

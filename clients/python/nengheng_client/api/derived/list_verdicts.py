from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.page_verdict_row import PageVerdictRow
from ...models.period import Period
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    rule: None | str | Unset = UNSET,
    period: None | Period | Unset = UNSET,
    level: None | str | Unset = UNSET,
    severity: int | None | Unset = UNSET,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_subject: None | str | Unset
    if isinstance(subject, Unset):
        json_subject = UNSET
    else:
        json_subject = subject
    params["subject"] = json_subject

    json_rule: None | str | Unset
    if isinstance(rule, Unset):
        json_rule = UNSET
    else:
        json_rule = rule
    params["rule"] = json_rule

    json_period: None | str | Unset
    if isinstance(period, Unset):
        json_period = UNSET
    elif isinstance(period, str):
        json_period = period
    else:
        json_period = period
    params["period"] = json_period

    json_level: None | str | Unset
    if isinstance(level, Unset):
        json_level = UNSET
    else:
        json_level = level
    params["level"] = json_level

    json_severity: int | None | Unset
    if isinstance(severity, Unset):
        json_severity = UNSET
    else:
        json_severity = severity
    params["severity"] = json_severity

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

    params["version"] = version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/verdicts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageVerdictRow | Problem:
    if response.status_code == 200:
        response_200 = PageVerdictRow.from_dict(response.json())

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
) -> Response[PageVerdictRow | Problem]:
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
    subject: None | str | Unset = UNSET,
    rule: None | str | Unset = UNSET,
    period: None | Period | Unset = UNSET,
    level: None | str | Unset = UNSET,
    severity: int | None | Unset = UNSET,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[PageVerdictRow | Problem]:
    """Verdicts, newest period first

     Give verdicts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        rule (None | str | Unset): Only of this rule.
        period (None | Period | Unset): Only of this period.
        level (None | str | Unset): Only at this level.
        severity (int | None | Unset): Only this severe or worse [1].
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageVerdictRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        subject=subject,
        rule=rule,
        period=period,
        level=level,
        severity=severity,
        start=start,
        end=end,
        version=version,
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
    subject: None | str | Unset = UNSET,
    rule: None | str | Unset = UNSET,
    period: None | Period | Unset = UNSET,
    level: None | str | Unset = UNSET,
    severity: int | None | Unset = UNSET,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> PageVerdictRow | Problem | None:
    """Verdicts, newest period first

     Give verdicts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        rule (None | str | Unset): Only of this rule.
        period (None | Period | Unset): Only of this period.
        level (None | str | Unset): Only at this level.
        severity (int | None | Unset): Only this severe or worse [1].
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageVerdictRow | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        subject=subject,
        rule=rule,
        period=period,
        level=level,
        severity=severity,
        start=start,
        end=end,
        version=version,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    rule: None | str | Unset = UNSET,
    period: None | Period | Unset = UNSET,
    level: None | str | Unset = UNSET,
    severity: int | None | Unset = UNSET,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> Response[PageVerdictRow | Problem]:
    """Verdicts, newest period first

     Give verdicts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        rule (None | str | Unset): Only of this rule.
        period (None | Period | Unset): Only of this period.
        level (None | str | Unset): Only at this level.
        severity (int | None | Unset): Only this severe or worse [1].
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageVerdictRow | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        subject=subject,
        rule=rule,
        period=period,
        level=level,
        severity=severity,
        start=start,
        end=end,
        version=version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    limit: int | Unset = 100,
    cursor: None | str | Unset = UNSET,
    subject: None | str | Unset = UNSET,
    rule: None | str | Unset = UNSET,
    period: None | Period | Unset = UNSET,
    level: None | str | Unset = UNSET,
    severity: int | None | Unset = UNSET,
    start: None | str | Unset = UNSET,
    end: None | str | Unset = UNSET,
    version: int | Unset = 0,
) -> PageVerdictRow | Problem | None:
    """Verdicts, newest period first

     Give verdicts.

    Args:
        limit (int | Unset): Rows at most [1]. Default: 100.
        cursor (None | str | Unset): `next` of the page before; absent: start.
        subject (None | str | Unset): Only of this subject.
        rule (None | str | Unset): Only of this rule.
        period (None | Period | Unset): Only of this period.
        level (None | str | Unset): Only at this level.
        severity (int | None | Unset): Only this severe or worse [1].
        start (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        end (None | str | Unset): Time as ISO 8601 (without a zone: Shanghai) or as epoch
            milliseconds UTC. Write the `+` of a zone as `%2B`.
        version (int | Unset): 0 is the working version [1]. Default: 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageVerdictRow | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            subject=subject,
            rule=rule,
            period=period,
            level=level,
            severity=severity,
            start=start,
            end=end,
            version=version,
        )
    ).parsed

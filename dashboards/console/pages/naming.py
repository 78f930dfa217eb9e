"""Points a gateway sends that nobody has named: named here; then their curve and first account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nicegui import ui

from api.access import Permission
from api.errors import ParameterError
from api.schemas.accounts import AccountRow
from api.schemas.connections import NamedPoint, NamingReport, UnknownPoint
from api.schemas.points import PointRow
from api.services import accounts, catalogue, onboarding, points, readings
from api.services.accounts import AccountFilter
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS, Period
from core.store.protocol import SeriesKey
from core.vocabulary import Flow
from dashboards.console import charts
from dashboards.console.cards import card, figures, quiet, table
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit
from dashboards.console.live import draw_live
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_figure, format_moment, format_number, format_share
from dashboards.console.showing import act

CURVE_HOURS = 3
CURVES = 4
READINGS = 1000
ENERGY = "coal_calorific_tce"
ACCOUNT_DAYS = 31
"""How far back a first account is looked for [day]."""
KINDS = ("register", "interval", "gauge")
Curve = tuple[str, str, list[tuple[int, float]]]


@dataclass(frozen=True)
class Unnamed:
    """What waits for a name, and the carriers to choose from as (code, Chinese, English)."""

    points: list[UnknownPoint]
    carriers: list[tuple[str, str, str]]


@dataclass(frozen=True)
class FirstFigures:
    """Named points with their newest readings, some curves, and the day's account."""

    points: list[PointRow]
    curves: list[Curve]
    account: list[AccountRow]


def draw_naming(enterprise: str, code: str, visit: Visit) -> None:
    """Draw the points that wait for a name, each with a form."""
    if not visit.viewer.may(Permission.MANAGE_GATEWAYS):
        return
    with card(visit.texts("naming_title"), span=12):
        draw_live(
            visit,
            partial(_read_unnamed, enterprise=enterprise, code=code),
            partial(_draw_unnamed, key=(enterprise, code), visit=visit),
            key=lambda found: [point.code for point in found.points],
        )


def _read_unnamed(viewer: Viewer, enterprise: str, code: str) -> Unnamed:
    found = onboarding.list_unknown(viewer, enterprise, code)
    carriers = catalogue.list_carriers(viewer) if found else []
    return Unnamed(found, [(row.code, row.name, row.name_en) for row in carriers])


def _draw_unnamed(found: Unnamed, key: tuple[str, str], visit: Visit) -> None:
    texts = visit.texts
    if not found.points:
        quiet(texts("naming_none"))
        return
    quiet(texts("naming_note"))
    for point in found.points:
        with ui.element("div").classes("nh-point"):
            seen = texts(
                "naming_seen",
                point.readings,
                format_number(point.first_value),
                format_number(point.last_value),
            )
            ui.label(f"{point.code} · {seen}").classes("nh-point-name")
            _draw_form(point, found.carriers, key, visit)
    if len(found.points) > 1:
        _draw_all(found.points, key, visit)


def _draw_form(
    point: UnknownPoint,
    carriers: Sequence[tuple[str, str, str]],
    key: tuple[str, str],
    visit: Visit,
) -> None:
    texts, guess = visit.texts, point.guess

    def send(viewer: Viewer, values: Values) -> NamingReport:
        return onboarding.name_points(viewer, *key, [_named(point.code, values)])

    choices = [("", texts("carrier_none"))]
    choices += [(code, texts.either(zh, en)) for code, zh, en in carriers]
    Form(
        visit,
        [
            Field("name", texts("naming_name"), value=point.code),
            Field(
                "kind",
                texts("naming_kind"),
                kind="select",
                value=guess.kind,
                options=[(kind, texts.kind(kind)) for kind in KINDS],
            ),
            Field(
                "carrier",
                texts("naming_carrier"),
                kind="select",
                value=guess.carrier,
                options=choices,
            ),
            Field(
                "flow",
                texts("naming_flow"),
                kind="select",
                value=guess.flow,
                options=[(flow.value, texts.flow(flow.value)) for flow in Flow],
            ),
            Field("unit", texts("naming_unit"), value=guess.unit, required=True),
            Field(
                "expected_s",
                texts("naming_expected"),
                kind="number",
                value=str(guess.expected_s),
                required=True,
            ),
        ],
        send,
        button=texts("naming_do"),
        done=lambda made: texts("naming_done", made.points, f"{made.readings:,}"),
    )


def _named(code: str, values: Values) -> NamedPoint:
    text = values.get("expected_s", "")
    if not text.isdigit() or int(text) == 0:
        raise ParameterError(
            f"{text!r} is not a number of seconds",
            parameter="expected_s",
            value=text,
            fix="write a whole number of seconds, such as 60",
        )
    return NamedPoint(
        code=code,
        name=values.get("name", ""),
        kind=values["kind"],
        carrier=values.get("carrier", ""),
        flow=values["flow"],
        unit=values["unit"],
        expected_s=int(text),
    )


def _draw_all(found: Sequence[UnknownPoint], key: tuple[str, str], visit: Visit) -> None:
    texts = visit.texts
    as_guessed = [
        NamedPoint(code=point.code, name=point.code, **point.guess.model_dump()) for point in found
    ]

    async def name_all() -> None:
        await act(
            visit,
            lambda viewer: onboarding.name_points(viewer, *key, as_guessed),
            done=lambda made: texts("naming_done", made.points, f"{made.readings:,}"),
        )

    with ui.element("div").classes("nh-buttons"):
        draw_button(texts("naming_all"), name_all, kind="nh-second")


def draw_first(enterprise: str, code: str, visit: Visit) -> None:
    """Draw the newest readings of a gateway's points on curves, and the enterprise's account."""
    with card(visit.texts("first_title"), span=12):
        draw_live(
            visit,
            partial(_read_first, enterprise=enterprise, code=code),
            partial(_draw_first, visit=visit),
        )


def _read_first(viewer: Viewer, enterprise: str, code: str) -> FirstFigures:
    page = points.list_points(viewer, enterprise=enterprise, latest=True)
    mine = [row for row in page.items if row.gateway == code]
    curves: list[Curve] = []
    for row in [row for row in mine if row.latest is not None][:CURVES]:
        assert row.latest is not None
        end_ms = int(row.latest.time.timestamp() * 1000) + 1
        found = readings.list_readings(
            viewer,
            SeriesKey(enterprise, row.code),
            (end_ms - CURVE_HOURS * HOUR_MS, end_ms),
            limit=READINGS,
        )
        curve = [(int(one.time.timestamp() * 1000), one.value) for one in found.items]
        curves.append((row.code, row.unit, curve))
    chosen = AccountFilter(
        subject=enterprise_subject(enterprise),
        indicator=ENERGY,
        period=Period.DAY,
        start_ms=viewer.now_ms() - ACCOUNT_DAYS * DAY_MS,
    )
    account = accounts.list_accounts(viewer, chosen).items
    return FirstFigures(mine, curves, account[-1:])


def _draw_first(found: FirstFigures, visit: Visit) -> None:
    texts = visit.texts
    if not found.points:
        quiet(texts("first_none"))
        return
    table(
        [texts(key) for key in ("point", "name", "kind", "latest", "time")],
        [
            [
                row.code,
                row.name,
                texts.kind(row.kind),
                format_figure(row.latest.value, row.unit) if row.latest else "–",
                format_moment(row.latest.time) if row.latest else "–",
            ]
            for row in found.points
        ],
        numbers="---n-",
        caption=texts("first_title"),
    )
    for index, (code, unit, curve) in enumerate(found.curves):
        charts.draw_chart(
            charts.draw_readings(f"{code} {unit}", curve, index), f"{code} {unit}", height=180
        )
    if not found.account:
        quiet(texts("first_account_none"))
        return
    for row in found.account:
        figures(
            [
                (
                    texts("first_account", f"{row.start:%Y-%m-%d}"),
                    format_figure(row.amount, row.unit),
                ),
                (texts("coverage"), format_share(row.coverage)),
            ]
        )

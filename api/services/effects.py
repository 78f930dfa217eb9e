"""What an enterprise or a project does to its region's intensity."""

from __future__ import annotations

from analytics.early_warning.effect import (
    Part,
    PartEffect,
    compute_enterprise_effect,
    compute_project_effect,
)
from analytics.errors import DenominatorError, UnknownSubjectError
from api.errors import MissingError, ParameterError
from api.schemas.pace import EffectRow
from api.viewer import Viewer
from core.errors import RefusedError


def read_effect(
    viewer: Viewer,
    region: str,
    *,
    year: int,
    enterprise: str | None = None,
    project: tuple[float, float] | None = None,
) -> EffectRow:
    """Return what a part does to a region's intensity in a year.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    region : str
        Code of the region.
    year : int
        Calendar year.
    enterprise : str or None
        Credit code of one of its enterprises.
    project : (float, float) or None
        Energy [tce] and added value [万元] of a planned project in a whole year.

    Raises
    ------
    MissingError
        There is no such region or enterprise.
    ParameterError
        Neither or both are given, or a figure is not stated.
    """
    if (enterprise is None) == (project is None):
        raise ParameterError(
            "give an enterprise or a project, one of the two and not none or both",
            parameter="enterprise",
            value=enterprise or "",
            fix="write enterprise=CODE, or energy_tce=… and added_value=…",
        )
    with viewer.read() as session:
        viewer.require_region(session, region)
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
        context = viewer.context
        try:
            if enterprise is not None:
                found = compute_enterprise_effect(
                    context, session, region, enterprise=enterprise, year=year
                )
            else:
                assert project is not None
                part = Part("project", *project)
                found = compute_project_effect(context, session, region, project=part, year=year)
        except UnknownSubjectError as error:
            raise MissingError(
                error.what, parameter="enterprise", value=enterprise or "", fix=error.fix
            ) from error
        except (DenominatorError, RefusedError) as error:
            raise ParameterError(
                error.what, parameter="region", value=region, fix=error.fix
            ) from error
    return _row(region, enterprise or "project", year, found)


def _row(region: str, part: str, year: int, found: PartEffect) -> EffectRow:
    effect = found.effect
    return EffectRow(
        region=region,
        part=part,
        year=year,
        item=found.item,
        region_energy_tce=found.rest[0],
        region_value=found.rest[1],
        part_energy_tce=found.part[0],
        part_value=found.part[1],
        without_part=effect.without_part,
        with_part=effect.with_part,
        own=effect.own,
        change_percent=effect.change * 100,
        energy_to_offset_tce=effect.energy_to_offset,
        value_to_offset=effect.added_value_to_offset,
        sources=list(found.sources),
    )

"""Verdicts where nothing can be judged, with the reason in place of a figure."""

from __future__ import annotations

from typing import NamedTuple

from analytics.accounts.roll import Span
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import UNDETERMINED, VerdictRow
from core.calendar import Period
from core.errors import RefusedError
from core.vocabulary import Basis, Severity


class Measure(NamedTuple):
    """What a figure would have been in, and what it would have been held against [unit]."""

    unit: str = "1"
    basis: Basis = Basis.NONE
    reference: float | None = None


def undetermined_row(
    docket: Docket,
    rule: str,
    detail: str,
    *,
    period: tuple[Period, Span],
    reasons: tuple[str, str],
    evidence: dict[str, object],
    measure: Measure,
) -> VerdictRow:
    """Return the verdict of a rule that has no figure for a period `span` [ms].

    Parameters
    ----------
    reasons : tuple of str
        Why, in Chinese and in English.
    """
    kind, (start_ms, end_ms) = period
    return VerdictRow(
        subject=docket.subject,
        rule=rule,
        detail=detail,
        period=kind.value,
        start_ms=start_ms,
        level=UNDETERMINED,
        severity=Severity.NOTICE,
        value=None,
        reference=measure.reference,
        unit=measure.unit,
        basis=measure.basis,
        coverage=0.0,
        provisional=docket.now_ms < end_ms,
        since_ms=start_ms,
        reason=reasons[0],
        reason_en=reasons[1],
        evidence=evidence,
    )


def refused_row(
    docket: Docket,
    rule: str,
    detail: str,
    *,
    year: Span,
    error: RefusedError,
    measure: Measure,
) -> VerdictRow:
    """Return the verdict of a rule that was refused its input for a year, a span [ms]."""
    return undetermined_row(
        docket,
        rule,
        detail,
        period=(Period.YEAR, year),
        reasons=(f"无法判定：{error}", f"Undetermined: {error}"),
        evidence={"refused": str(error), "as_of_ms": min(docket.now_ms, year[1])},
        measure=measure,
    )

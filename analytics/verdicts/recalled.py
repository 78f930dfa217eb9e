"""Factors that are only recalled: a verdict that rests on one says so."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.accounts.factors import Factors, Use
from analytics.accounts.facts import EnterpriseFacts
from core.catalogue import Catalogue

RECALLED = "recalled"


def list_recalled(
    catalogue: Catalogue,
    facts: EnterpriseFacts,
    uses: Iterable[tuple[Use, str]],
    span: tuple[int, int],
) -> list[str]:
    """Return the carriers whose factor over `span` [ms] is recalled at some time, sorted.

    Parameters
    ----------
    facts : EnterpriseFacts
        Of whom; a measured calorific value is not recalled.
    uses : iterable of (Use, str)
        What is multiplied, with its carrier.
    """
    factors = Factors(catalogue, facts)
    return sorted(
        {
            carrier
            for use, carrier in set(uses)
            if use is not Use.ONE
            for step in factors.steps(use, carrier, *span)
            if step.confidence == RECALLED
        }
    )


def add_recalled(reason: str, reason_en: str, carriers: list[str]) -> tuple[str, str]:
    """Say in both reasons which carriers' factors are recalled."""
    if not carriers:
        return reason, reason_en
    names = ", ".join(carriers)
    return (
        f"{reason}。注意：{names} 的因子凭记忆录入，尚未核对原文",
        f"{reason_en}. Note: the factors of {names} are recalled, check the original text",
    )

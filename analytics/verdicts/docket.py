"""`Docket`: what a rule is given about one subject; what several rules need is derived once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from analytics.accounts.book import AccountBook
from analytics.accounts.factors import Use
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import Figure, list_figures
from analytics.accounts.hours import service_span
from analytics.accounts.roll import Span, as_of
from analytics.accounts.sums import Membership, read_membership
from analytics.context import Context
from analytics.verdicts.scope import Scope


@dataclass(frozen=True)
class Docket:
    """A subject to be judged.

    Attributes
    ----------
    subject : str
        ``enterprise:CODE`` or ``region:CODE``.
    scope : Scope
        Years and months to judge.
    facts : EnterpriseFacts
        Of a region only its code, as region.
    members : Membership or None
        Who belongs where, if it is known already.
    """

    context: Context
    session: Session
    subject: str
    scope: Scope
    facts: EnterpriseFacts
    members: Membership | None = None

    @cached_property
    def now_ms(self) -> int:
        """End of the last hour that has passed [ms]."""
        return as_of(self.context.clock.now_ms())

    @cached_property
    def accounts(self) -> AccountBook:
        """The subject's stored accounts."""
        return AccountBook(self.session, self.subject)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """What the enterprise's indicators are made of, by indicator."""
        figures = list_figures(self.facts, self.context.catalogue, self.now_ms)
        return {figure.indicator: figure for figure in figures}

    @cached_property
    def service(self) -> Mapping[str, Span]:
        """From when until when there is something to measure [ms], by indicator."""
        return {name: service_span(figure, self.facts) for name, figure in self.figures.items()}

    def list_uses(self, indicator: str) -> list[tuple[Use, str]]:
        """Return the factors that an indicator rests on, each with its carrier."""
        return [(term.use, term.carrier) for term in self.figures[indicator].terms]

    @cached_property
    def membership(self) -> Membership:
        """Who belongs to which sector and region."""
        return self.members or read_membership(self.session, self.context.catalogue)


def make_region_facts(code: str) -> EnterpriseFacts:
    """Return what stands for a region where the factors of its enterprises are looked up."""
    return EnterpriseFacts("", "", "", code, ())

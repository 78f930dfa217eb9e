"""`Viewer`: who asks. Every call of `api.services` takes one, so that checks have one place."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import literal, select
from sqlalchemy.sql import ColumnElement

from analytics.context import Context
from api import scope
from api.access import GRANTS, OPERATOR, QUOTAS, Identity, Permission, who_grants
from api.audit import note_need
from api.errors import ForbiddenError, MissingError
from core.registry.models import Enterprise, Region
from core.vocabulary import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.parts import PlatformParts


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads or changes what the platform's parts hold.

    Attributes
    ----------
    parts : PlatformParts
        What is read.
    identity : Identity
        Who reads.
    """

    parts: PlatformParts
    identity: Identity = OPERATOR

    @property
    def name(self) -> str:
        """Who it is, as it stands in the log of writes."""
        return self.identity.name

    @contextmanager
    def read(self) -> Generator[Session]:
        """Open the registry for reading.

        Raises
        ------
        ForbiddenError
            Reading is not in the token's scope.
        """
        self.allow(Permission.READ)
        with self.parts.registry.read() as session:
            yield session

    @property
    def context(self) -> Context:
        """The parts that analytics' functions are given."""
        parts = self.parts
        return Context(
            registry=parts.registry,
            store=parts.store,
            catalogue=parts.catalogue,
            clock=parts.clock,
            settings=parts.settings,
        )

    def now_ms(self) -> int:
        """Return the platform's present time [ms since the epoch, UTC]."""
        return self.parts.clock.now_ms()

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from this viewer."""
        return self.identity.role is Role.OPERATOR

    def may(self, permission: Permission) -> bool:
        """Tell whether this viewer holds a permission."""
        return permission in self.identity.permissions

    def allow(self, permission: Permission) -> None:
        """Go on only with a permission.

        Raises
        ------
        ForbiddenError
            The viewer does not hold it.
        """
        note_need(permission)
        if self.may(permission):
            return
        who = _shown(self.identity)
        if permission in GRANTS[self.identity.role] and self.identity.department is None:
            raise ForbiddenError(
                f"{permission.value!r} is not in the scope that {who} came with",
                parameter="Authorization",
                value=permission.value,
                fix=f"use a token whose scope has {permission.value!r}, or sign in",
            )
        raise ForbiddenError(
            f"{who} may not do what needs {permission.value!r}",
            parameter="role",
            value=permission.value,
            fix=f"ask one who may: {who_grants(permission)}; an operator sets roles",
        )

    def allow_platform(self) -> None:
        """Go on only with leave to see the platform's own state, which names every gateway.

        Raises
        ------
        ForbiddenError
            The viewer has no such leave, or is the test team of a platform that holds what is not
            simulated.
        """
        self.allow(Permission.READ_PLATFORM)
        if not self.may_platform():
            raise ForbiddenError(
                f"{_shown(self.identity)} sees what is simulated, and this platform holds more",
                parameter="role",
                value=Permission.READ_PLATFORM.value,
                fix="ask an operator",
            )

    def may_platform(self) -> bool:
        """Tell whether this viewer sees the platform's own state."""
        return self.may(Permission.READ_PLATFORM) and (self.sees_all or self.parts.simulated)

    @property
    def own_enterprise(self) -> str | None:
        """The one enterprise this viewer belongs to, None for those who see several or regions."""
        own = self.identity.enterprises
        return next(iter(own)) if len(own) == 1 else None

    def read_codes(self, session: Session) -> frozenset[str] | None:
        """Return the codes of the enterprises to be seen, None for all: for what is elsewhere.

        The books and the quarantine lie with the collectors, so no condition reaches them.
        """
        if self.sees_all:
            return None
        return frozenset(session.scalars(scope.select_enterprises(self.identity)))

    def read_subjects(self, session: Session) -> frozenset[str] | None:
        """Return the subjects to be seen, None for all."""
        if self.sees_all:
            return None
        return frozenset(session.scalars(scope.select_subjects(self.identity)))

    def only_enterprises(self, column: scope.Column) -> ColumnElement[bool]:
        """Return the condition that `column`, a code of an enterprise, is one to be seen."""
        return scope.only_enterprises(self.identity, column)

    def only_regions(self, column: scope.Column) -> ColumnElement[bool]:
        """Return the condition that `column`, a code of a region, is one to be seen."""
        return scope.only_regions(self.identity, column)

    def only_subjects(self, column: scope.Column) -> ColumnElement[bool]:
        """Return the condition that `column`, a subject, is one to be seen."""
        return scope.only_subjects(self.identity, column)

    def require_enterprise(self, session: Session, code: str) -> Enterprise:
        """Return the enterprise of a code.

        Raises
        ------
        MissingError
            There is none, or it is not this viewer's.
        """
        wanted = select(Enterprise).where(
            Enterprise.code == code, self.only_enterprises(Enterprise.code)
        )
        enterprise = session.scalars(wanted).one_or_none()
        if enterprise is None:
            raise missing_enterprise(code)
        return enterprise

    def require_region(self, session: Session, code: str) -> Region:
        """Return the region of a code.

        Raises
        ------
        MissingError
            There is none, or it is not this viewer's.
        """
        wanted = select(Region).where(Region.code == code, self.only_regions(Region.code))
        region = session.scalars(wanted).one_or_none()
        if region is None:
            raise missing_region(code)
        return region

    def require_subject(self, session: Session, subject: str) -> None:
        """Go on only with a subject this viewer may see.

        Raises
        ------
        MissingError
            There is none such, or it is not this viewer's.
        """
        if not self.sees_subject(session, subject):
            raise missing_subject(subject)

    def sees_subject(self, session: Session, subject: str) -> bool:
        """Tell whether a subject is one to be seen; an operator sees those that are not there."""
        if self.sees_all:
            return True
        named = literal(subject)
        return session.scalar(select(self.only_subjects(named))) is True

    def allow_quota(self, session: Session, holder: str, kind: str) -> None:
        """Go on only if this viewer may set a holder's quota of a kind.

        A regulator sets those of the own department, of what lies below the own region: the own
        region's are set from above.

        Raises
        ------
        ForbiddenError
            The viewer sets no quotas, none of this kind, or not the own region's.
        MissingError
            The holder is not there, or not this viewer's.
        """
        self.allow(Permission.SET_QUOTAS)
        self.require_subject(session, holder)
        who = self.identity
        if who.role is not Role.REGULATOR:
            return
        if kind not in QUOTAS.get(who.department, frozenset()):
            raise ForbiddenError(
                f"{_shown(who)} sets no quotas of kind {kind!r}",
                parameter="kind",
                value=kind,
                fix="ask the department whose it is: energy, intensity and carbon are set by "
                "energy, pollutant by environment, water by water",
            )
        if holder == f"region:{who.region}":
            raise ForbiddenError(
                f"the quota of {holder} is not set by its own regulator",
                parameter="holder",
                value=holder,
                fix="ask the regulator of the region above",
            )

    def allow_entry(self, session: Session, subject: str) -> None:
        """Go on only if this viewer may enter figures of a subject.

        An enterprise enters its own, a regulator (statistics) those of regions.

        Raises
        ------
        ForbiddenError
            The viewer enters nothing, or nothing of this kind of subject.
        MissingError
            The subject is not there, or not this viewer's.
        """
        self.allow(Permission.ENTER)
        self.require_subject(session, subject)
        if self.identity.role is Role.REGULATOR and not subject.startswith("region:"):
            raise ForbiddenError(
                f"{_shown(self.identity)} enters figures of regions, not of {subject}",
                parameter="subject",
                value=subject,
                fix="let the enterprise or its delegate enter them",
            )


def _shown(identity: Identity) -> str:
    of = f" ({identity.department.value})" if identity.department is not None else ""
    return f"{identity.role.value}{of} {identity.name!r}"


def missing_enterprise(code: str) -> MissingError:
    """Return what is said of an enterprise that is not there, or not the viewer's."""
    return MissingError(
        f"enterprise {code!r} is not in the registry",
        parameter="enterprise",
        value=code,
        fix="`GET /api/v1/enterprises` lists those that are",
    )


def missing_region(code: str) -> MissingError:
    """Return what is said of a region that is not there, or not the viewer's."""
    return MissingError(
        f"region {code!r} is not in the registry",
        parameter="region",
        value=code,
        fix="`GET /api/v1/regions` lists those that are",
    )


def missing_subject(subject: str) -> MissingError:
    """Return what is said of a subject that is not there, or not the viewer's."""
    return MissingError(
        f"subject {subject!r} is not in the registry",
        parameter="subject",
        value=subject,
        fix="`GET /api/v1/enterprises` and `GET /api/v1/regions` list those that are",
    )


def operator(parts: PlatformParts) -> Viewer:
    """Return the viewer who may read and write everything."""
    return Viewer(parts)

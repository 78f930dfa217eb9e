"""Accounts of a simulated scenario: one a role and place, with passwords made at every start.

They are named by what they are, and belong to nobody. Their passwords stand in ``run.json`` while
the platform runs, and nowhere else.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.registry.accounts import AccountDraft, add_account, end_sessions
from core.registry.database import Registry
from core.registry.identity import Delegation, UserAccount
from core.registry.models import Enterprise, Region
from core.registry.passwords import generate_password
from core.registry.user_passwords import Passwords
from core.vocabulary import Department, Role

MADE_BY = "scenario"
CHEAPEST = Passwords(19 * 1024, 2)
"""Passwords that are made, not chosen, need no more; the first sign-in brings them to today's."""
DELEGATED = 2
"""Enterprises the delegate acts for [1]."""
DELEGATE = "delegate"


def keep_demo_accounts(registry: Registry, now_ms: int) -> dict[str, str]:
    """Make the accounts that are not there at `now_ms` [ms]; return a new password of each."""
    with registry.read() as session:
        drafts = list(_draft_accounts(session))
    made = {draft.login: generate_password() for draft in drafts}
    hashed = {login: CHEAPEST.hash(password) for login, password in made.items()}
    with registry.session() as session:
        there = {row.login: row for row in session.scalars(select(UserAccount))}
        for draft in drafts:
            account = there.get(draft.login)
            if account is None:
                account = add_account(session, draft, by=MADE_BY, now_ms=now_ms)
            if account.created_by != MADE_BY:
                del made[draft.login]
                continue
            account.password, account.password_ms = hashed[draft.login], now_ms
            end_sessions(session, account.id, now_ms=now_ms)
        if DELEGATE in made and DELEGATE not in there:
            _delegate(session, now_ms)
    return made


def _draft_accounts(session: Session) -> list[AccountDraft]:
    drafts = [
        AccountDraft("operator", Role.OPERATOR, "模拟运维"),
        AccountDraft("test-team", Role.TEST_TEAM, "模拟测试组"),
        AccountDraft(DELEGATE, Role.DELEGATE, "模拟受托机构"),
    ]
    for region in session.scalars(select(Region).order_by(Region.code)):
        departments = list(Department) if region.parent_code is None else [Department.ENERGY]
        for department in departments:
            tail = "" if department is Department.ENERGY else f"-{department.value}"
            drafts.append(
                AccountDraft(
                    f"regulator-{region.code}{tail}",
                    Role.REGULATOR,
                    f"{region.name}（模拟账号）",
                    region=region.code,
                    department=department,
                )
            )
    wanted = select(Enterprise).where(Enterprise.simulated).order_by(Enterprise.code)
    drafts += [
        AccountDraft(
            f"enterprise-{one.code.casefold()}", Role.ENTERPRISE, one.name, enterprise=one.code
        )
        for one in session.scalars(wanted)
    ]
    return drafts


def _delegate(session: Session, now_ms: int) -> None:
    wanted = select(UserAccount).where(UserAccount.login == DELEGATE)
    account = session.scalars(wanted).one()
    own = select(Enterprise.code).where(Enterprise.simulated).order_by(Enterprise.code)
    for code in session.scalars(own.limit(DELEGATED)):
        session.add(
            Delegation(
                enterprise_code=code,
                user_id=account.id,
                valid_from_ms=now_ms,
                granted_ms=now_ms,
                granted_by=MADE_BY,
            )
        )

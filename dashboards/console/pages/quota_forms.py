"""Dialogs in which a quota is issued, and moved between holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from api.schemas.assessment import QuotaNode
from api.schemas.issuing import IssueBody, TransferBody
from api.schemas.quotas import QuotaRow
from api.services import issuing
from api.viewer import Viewer
from dashboards.console.cards import quiet
from dashboards.console.dialogs import dialog
from dashboards.console.forms import Field, Form, Values, check_body, take_number
from dashboards.console.frame import Visit
from dashboards.console.numbers import format_figure


class Line(NamedTuple):
    """What quotas are compared within: calendar year [1], kind and basis."""

    year: int
    kind: str
    basis: str


UNITS = {"energy": "tce", "carbon": "tCO2", "water": "m3", "intensity": "tce"}


def open_issue(visit: Visit, line: Line, holder: tuple[str, str], node: QuotaNode | None) -> None:
    """Open the dialog in which a holder (subject, name) is issued a quota."""
    texts = visit.texts
    subject, name = holder

    def send(viewer: Viewer, values: Values) -> QuotaRow:
        given = {
            "holder": subject,
            **line._asdict(),
            "amount": take_number(values, "amount", visit),
            "unit": values["unit"],
            "reason": values["reason"],
            "source": values["source"],
        }
        return issuing.issue_quota(viewer, check_body(IssueBody, given, visit))

    with dialog(texts("issue_to", name)) as box:
        quiet(texts("issue_explain"))
        amount = f"{node.allotted:.10g}" if node else ""
        unit = node.unit if node else UNITS.get(line.kind, "")
        Form(
            visit,
            [
                Field("amount", texts("quota_amount"), "text", amount, required=True),
                Field("unit", texts("unit"), value=unit, required=True),
                *_grounds(visit),
            ],
            send,
            button=texts("issue"),
            done=lambda row: texts("issued", format_figure(row.amount, row.unit, 8)),
            after=lambda _row: box.close(),
            next_step=texts("issued_next"),
        )


def open_transfer(visit: Visit, line: Line, holders: Sequence[tuple[str, str]], unit: str) -> None:
    """Open the dialog in which an amount [unit] goes from one of `holders` to another."""
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> str:
        given = {
            **line._asdict(),
            **values,
            "amount": take_number(values, "amount", visit),
        }
        return issuing.transfer_quota(viewer, check_body(TransferBody, given, visit))

    with dialog(texts("transfer_title")) as box:
        fields = [
            Field("from_holder", texts("transfer_from"), "select", options=holders),
            Field("to_holder", texts("transfer_to"), "select", holders[1][0], options=holders),
            Field("amount", texts("quota_amount"), required=True),
            Field("unit", texts("unit"), value=unit, required=True),
            *_grounds(visit),
        ]
        Form(
            visit,
            fields,
            send,
            button=texts("transfer"),
            done=lambda code: texts("transferred_done", code),
            after=lambda _code: box.close(),
            next_step=texts("issued_next"),
        )


def _grounds(visit: Visit) -> list[Field]:
    texts = visit.texts
    return [
        Field("reason", texts("quota_reason"), required=True),
        Field("source", texts("quota_document"), required=True),
    ]

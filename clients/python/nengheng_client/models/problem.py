from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_report import ImportReport


T = TypeVar("T", bound="Problem")


@_attrs_define
class Problem:
    """What went wrong, where, with which value, and what to do.

    References
    ----------
    RFC 9457, Problem Details for HTTP APIs, section 3.

        Example:
            {'detail': '', 'fix': '', 'instance': '/api/v1/accounts', 'parameter': 'period', 'report': {'applied': False,
                'counts': [{'added': 12, 'changed': 0, 'table': 'point', 'unchanged': 3}], 'dry_run': False, 'preview':
                [{'action': 'added', 'cells': {}, 'file': 'registry.xlsx', 'key': ['91150600MA0EXAMPL4', 'P1'], 'row': 7,
                'sheet': '计量点 point', 'table': 'point'}], 'problems': [{'column': 'unit', 'file': 'point.csv', 'fix': '',
                'reason': '', 'row': 7, 'sheet': '计量点 point', 'table': 'point', 'value': 'kWhh'}]}, 'status': 422, 'title': 'A
                parameter cannot be taken', 'type': '/problems/bad-parameter', 'value': 'fortnight'}

        Attributes:
            detail (str): What is wrong this time.
            instance (str): Path of the call.
            status (int): HTTP status [1].
            title (str): The kind in words.
            type_ (str): Kind of the problem, a URI reference.
            fix (str | Unset): What the caller can do. Default: ''.
            parameter (str | Unset): What held the value. Default: ''.
            report (ImportReport | None | Unset): Rows refused by an import.
            value (Any | Unset): The offending value.
    """

    detail: str
    instance: str
    status: int
    title: str
    type_: str
    fix: str | Unset = ""
    parameter: str | Unset = ""
    report: ImportReport | None | Unset = UNSET
    value: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.import_report import ImportReport

        detail = self.detail

        instance = self.instance

        status = self.status

        title = self.title

        type_ = self.type_

        fix = self.fix

        parameter = self.parameter

        report: dict[str, Any] | None | Unset
        if isinstance(self.report, Unset):
            report = UNSET
        elif isinstance(self.report, ImportReport):
            report = self.report.to_dict()
        else:
            report = self.report

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "detail": detail,
                "instance": instance,
                "status": status,
                "title": title,
                "type": type_,
            }
        )
        if fix is not UNSET:
            field_dict["fix"] = fix
        if parameter is not UNSET:
            field_dict["parameter"] = parameter
        if report is not UNSET:
            field_dict["report"] = report
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.import_report import ImportReport

        d = dict(src_dict)
        detail = d.pop("detail")

        instance = d.pop("instance")

        status = d.pop("status")

        title = d.pop("title")

        type_ = d.pop("type")

        fix = d.pop("fix", UNSET)

        parameter = d.pop("parameter", UNSET)

        def _parse_report(data: object) -> ImportReport | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                report_type_0 = ImportReport.from_dict(data)

                return report_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImportReport | None | Unset, data)

        report = _parse_report(d.pop("report", UNSET))

        value = d.pop("value", UNSET)

        problem = cls(
            detail=detail,
            instance=instance,
            status=status,
            title=title,
            type_=type_,
            fix=fix,
            parameter=parameter,
            report=report,
            value=value,
        )

        return problem

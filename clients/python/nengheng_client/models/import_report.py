from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_count import ImportCount
    from ..models.import_problem import ImportProblem
    from ..models.row_preview import RowPreview


T = TypeVar("T", bound="ImportReport")


@_attrs_define
class ImportReport:
    """What an import did, or why it did nothing.

    Example:
        {'applied': False, 'counts': [{'added': 12, 'changed': 0, 'table': 'point', 'unchanged': 3}], 'dry_run': False,
            'preview': [{'action': 'added', 'cells': {}, 'file': 'registry.xlsx', 'key': ['91150600MA0EXAMPL4', 'P1'],
            'row': 7, 'sheet': '计量点 point', 'table': 'point'}], 'problems': [{'column': 'unit', 'file': 'point.csv', 'fix':
            '', 'reason': '', 'row': 7, 'sheet': '计量点 point', 'table': 'point', 'value': 'kWhh'}]}

    Attributes:
        applied (bool): True when the rows were written.
        counts (list[ImportCount]): Rows by table.
        dry_run (bool): True when it was only a check.
        problems (list[ImportProblem]): Every row that cannot be taken.
        preview (list[RowPreview] | Unset): As many rows as were asked for: changed ones first, then new, then others.
    """

    applied: bool
    counts: list[ImportCount]
    dry_run: bool
    problems: list[ImportProblem]
    preview: list[RowPreview] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        applied = self.applied

        counts = []
        for counts_item_data in self.counts:
            counts_item = counts_item_data.to_dict()
            counts.append(counts_item)

        dry_run = self.dry_run

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        preview: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.preview, Unset):
            preview = []
            for preview_item_data in self.preview:
                preview_item = preview_item_data.to_dict()
                preview.append(preview_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "applied": applied,
                "counts": counts,
                "dry_run": dry_run,
                "problems": problems,
            }
        )
        if preview is not UNSET:
            field_dict["preview"] = preview

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.import_count import ImportCount
        from ..models.import_problem import ImportProblem
        from ..models.row_preview import RowPreview

        d = dict(src_dict)
        applied = d.pop("applied")

        counts = []
        _counts = d.pop("counts")
        for counts_item_data in _counts:
            counts_item = ImportCount.from_dict(counts_item_data)

            counts.append(counts_item)

        dry_run = d.pop("dry_run")

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = ImportProblem.from_dict(problems_item_data)

            problems.append(problems_item)

        _preview = d.pop("preview", UNSET)
        preview: list[RowPreview] | Unset = UNSET
        if _preview is not UNSET:
            preview = []
            for preview_item_data in _preview:
                preview_item = RowPreview.from_dict(preview_item_data)

                preview.append(preview_item)

        import_report = cls(
            applied=applied,
            counts=counts,
            dry_run=dry_run,
            problems=problems,
            preview=preview,
        )

        return import_report

"""Contains all the data models used in inputs/outputs"""

from .account_row import AccountRow
from .acknowledge_body import AcknowledgeBody
from .action import Action
from .alert_event_row import AlertEventRow
from .alert_row import AlertRow
from .amount_row import AmountRow
from .assign_body import AssignBody
from .attribute_row import AttributeRow
from .audit_difference import AuditDifference
from .audit_row import AuditRow
from .backtest_origin import BacktestOrigin
from .backtest_row import BacktestRow
from .balance_row import BalanceRow
from .balance_row_flows import BalanceRowFlows
from .baseline_item import BaselineItem
from .begin_import_files_body import BeginImportFilesBody
from .benchmark_position import BenchmarkPosition
from .book_row import BookRow
from .books_audit import BooksAudit
from .branch_row import BranchRow
from .carbon_account import CarbonAccount
from .carrier_row import CarrierRow
from .cell_change import CellChange
from .cell_kind import CellKind
from .certificate_row import CertificateRow
from .certified_month import CertifiedMonth
from .channel_body import ChannelBody
from .channel_body_language import ChannelBodyLanguage
from .channel_row import ChannelRow
from .channel_row_language import ChannelRowLanguage
from .check_row import CheckRow
from .close_body import CloseBody
from .close_body_period import CloseBodyPeriod
from .closing_row import ClosingRow
from .comment_body import CommentBody
from .compare_account_period import CompareAccountPeriod
from .connection_state import ConnectionState
from .connections_password_body import ConnectionsPasswordBody
from .consumption import Consumption
from .correction_body import CorrectionBody
from .delegation_body import DelegationBody
from .delegation_row import DelegationRow
from .difference_row import DifferenceRow
from .dispatch_row import DispatchRow
from .doubt_item import DoubtItem
from .drop_body import DropBody
from .effect_row import EffectRow
from .emission_row import EmissionRow
from .enterprise_detail import EnterpriseDetail
from .enterprise_row import EnterpriseRow
from .entry_body import EntryBody
from .entry_detail import EntryDetail
from .entry_row import EntryRow
from .epoch_row import EpochRow
from .equipment_row import EquipmentRow
from .explain_account_period import ExplainAccountPeriod
from .explain_node import ExplainNode
from .export_body import ExportBody
from .export_body_format import ExportBodyFormat
from .export_body_query import ExportBodyQuery
from .export_registry_kind import ExportRegistryKind
from .factor_row import FactorRow
from .finding_row import FindingRow
from .finding_row_evidence import FindingRowEvidence
from .fitting_row import FittingRow
from .gateway_body import GatewayBody
from .gateway_row import GatewayRow
from .half import Half
from .health import Health
from .health_state import HealthState
from .import_body import ImportBody
from .import_count import ImportCount
from .import_file import ImportFile
from .import_files_files_body import ImportFilesFilesBody
from .import_problem import ImportProblem
from .import_report import ImportReport
from .index_row import IndexRow
from .issue_body import IssueBody
from .issued_log_in import IssuedLogIn
from .job_row import JobRow
from .job_row_asked import JobRowAsked
from .job_row_kind import JobRowKind
from .job_row_result_type_0 import JobRowResultType0
from .job_state import JobState
from .latest_reading import LatestReading
from .level_count import LevelCount
from .level_row import LevelRow
from .line_row import LineRow
from .list_accounts_period import ListAccountsPeriod
from .list_alerts_state import ListAlertsState
from .list_enterprises_order import ListEnterprisesOrder
from .list_notifications_state_type_0 import ListNotificationsStateType0
from .list_quarantine_state_type_0 import ListQuarantineStateType0
from .list_row import ListRow
from .list_users_role_type_0 import ListUsersRoleType0
from .list_value_figures_period import ListValueFiguresPeriod
from .list_warnings_period import ListWarningsPeriod
from .listed_row import ListedRow
from .log_in_row import LogInRow
from .maintenance_body import MaintenanceBody
from .maintenance_row import MaintenanceRow
from .membership_row import MembershipRow
from .meter_change import MeterChange
from .meter_change_body import MeterChangeBody
from .named_point import NamedPoint
from .naming_body import NamingBody
from .naming_report import NamingReport
from .notification_row import NotificationRow
from .notification_row_state import NotificationRowState
from .obliged_row import ObligedRow
from .outcome import Outcome
from .outlet_row import OutletRow
from .overview import Overview
from .pace_item import PaceItem
from .page_account_row import PageAccountRow
from .page_alert_event_row import PageAlertEventRow
from .page_alert_row import PageAlertRow
from .page_amount_row import PageAmountRow
from .page_attribute_row import PageAttributeRow
from .page_audit_row import PageAuditRow
from .page_balance_row import PageBalanceRow
from .page_book_row import PageBookRow
from .page_branch_row import PageBranchRow
from .page_carrier_row import PageCarrierRow
from .page_certificate_row import PageCertificateRow
from .page_channel_row import PageChannelRow
from .page_closing_row import PageClosingRow
from .page_delegation_row import PageDelegationRow
from .page_dispatch_row import PageDispatchRow
from .page_enterprise_row import PageEnterpriseRow
from .page_entry_row import PageEntryRow
from .page_epoch_row import PageEpochRow
from .page_equipment_row import PageEquipmentRow
from .page_factor_row import PageFactorRow
from .page_finding_row import PageFindingRow
from .page_fitting_row import PageFittingRow
from .page_gateway_row import PageGatewayRow
from .page_job_row import PageJobRow
from .page_line_row import PageLineRow
from .page_list_row import PageListRow
from .page_listed_row import PageListedRow
from .page_log_in_row import PageLogInRow
from .page_maintenance_row import PageMaintenanceRow
from .page_membership_row import PageMembershipRow
from .page_notification_row import PageNotificationRow
from .page_outlet_row import PageOutletRow
from .page_park_member_row import PageParkMemberRow
from .page_park_row import PageParkRow
from .page_permit_limit_row import PagePermitLimitRow
from .page_permit_row import PagePermitRow
from .page_point_row import PagePointRow
from .page_product_row import PageProductRow
from .page_quality_month import PageQualityMonth
from .page_quota_change_row import PageQuotaChangeRow
from .page_quota_node import PageQuotaNode
from .page_quota_row import PageQuotaRow
from .page_quota_transfer_row import PageQuotaTransferRow
from .page_ranked_row import PageRankedRow
from .page_reading_row import PageReadingRow
from .page_region_row import PageRegionRow
from .page_registry_row import PageRegistryRow
from .page_row_change_row import PageRowChangeRow
from .page_scheme_row import PageSchemeRow
from .page_session_row import PageSessionRow
from .page_subscription_row import PageSubscriptionRow
from .page_table_row import PageTableRow
from .page_target_row import PageTargetRow
from .page_token_row import PageTokenRow
from .page_unknown_point import PageUnknownPoint
from .page_user_row import PageUserRow
from .page_value_figure import PageValueFigure
from .page_verdict_row import PageVerdictRow
from .page_warning_row import PageWarningRow
from .page_warning_scheme_row import PageWarningSchemeRow
from .park_member_row import ParkMemberRow
from .park_row import ParkRow
from .part_health import PartHealth
from .part_health_state import PartHealthState
from .part_health_values import PartHealthValues
from .password_made import PasswordMade
from .password_set_body import PasswordSetBody
from .period import Period
from .permit_detail import PermitDetail
from .permit_limit_row import PermitLimitRow
from .permit_row import PermitRow
from .point_guess import PointGuess
from .point_quality import PointQuality
from .point_row import PointRow
from .problem import Problem
from .product_row import ProductRow
from .push_reply import PushReply
from .quality_detail import QualityDetail
from .quality_month import QualityMonth
from .quarantine_detail import QuarantineDetail
from .quarantine_detail_encoding import QuarantineDetailEncoding
from .quarantine_detail_state import QuarantineDetailState
from .quarantine_outcome import QuarantineOutcome
from .quarantine_outcome_outcome import QuarantineOutcomeOutcome
from .quarantine_page import QuarantinePage
from .quarantine_row import QuarantineRow
from .quarantine_row_state import QuarantineRowState
from .quarantined_reading import QuarantinedReading
from .quarantined_reading_state import QuarantinedReadingState
from .quota_change_row import QuotaChangeRow
from .quota_curve import QuotaCurve
from .quota_node import QuotaNode
from .quota_position import QuotaPosition
from .quota_row import QuotaRow
from .quota_transfer_row import QuotaTransferRow
from .ranked_row import RankedRow
from .read_consumption_period import ReadConsumptionPeriod
from .read_region_account_basis import ReadRegionAccountBasis
from .reading_row import ReadingRow
from .recompute_body import RecomputeBody
from .recompute_report import RecomputeReport
from .region_account import RegionAccount
from .region_figure import RegionFigure
from .region_row import RegionRow
from .registry_row import RegistryRow
from .registry_row_values import RegistryRowValues
from .replay_body import ReplayBody
from .replay_report import ReplayReport
from .restate_body import RestateBody
from .restate_body_period import RestateBodyPeriod
from .row_body import RowBody
from .row_body_values import RowBodyValues
from .row_change_row import RowChangeRow
from .row_change_row_cells import RowChangeRowCells
from .row_outcome import RowOutcome
from .row_outcome_cells import RowOutcomeCells
from .row_preview import RowPreview
from .row_preview_cells import RowPreviewCells
from .scheme_deduction import SchemeDeduction
from .scheme_measure import SchemeMeasure
from .scheme_row import SchemeRow
from .scheme_step import SchemeStep
from .season_row import SeasonRow
from .series import Series
from .session_row import SessionRow
from .session_state import SessionState
from .session_state_department import SessionStateDepartment
from .session_state_role import SessionStateRole
from .sessions_password_body import SessionsPasswordBody
from .sign_in_body import SignInBody
from .subscription_body import SubscriptionBody
from .subscription_row import SubscriptionRow
from .table_column import TableColumn
from .table_row import TableRow
from .target_row import TargetRow
from .token_body import TokenBody
from .token_made import TokenMade
from .token_row import TokenRow
from .transfer_body import TransferBody
from .unknown_point import UnknownPoint
from .user_body import UserBody
from .user_body_department import UserBodyDepartment
from .user_body_role import UserBodyRole
from .user_duties import UserDuties
from .user_duties_department import UserDutiesDepartment
from .user_duties_role import UserDutiesRole
from .user_made import UserMade
from .user_made_department import UserMadeDepartment
from .user_made_role import UserMadeRole
from .user_row import UserRow
from .user_row_department import UserRowDepartment
from .user_row_role import UserRowRole
from .value_figure import ValueFigure
from .verdict_detail import VerdictDetail
from .verdict_detail_evidence import VerdictDetailEvidence
from .verdict_row import VerdictRow
from .verify_report import VerifyReport
from .via import Via
from .warning_level_row import WarningLevelRow
from .warning_row import WarningRow
from .warning_scheme_row import WarningSchemeRow
from .what_if import WhatIf
from .wording import Wording
from .year_on_year import YearOnYear

__all__ = (
    "AccountRow",
    "AcknowledgeBody",
    "Action",
    "AlertEventRow",
    "AlertRow",
    "AmountRow",
    "AssignBody",
    "AttributeRow",
    "AuditDifference",
    "AuditRow",
    "BacktestOrigin",
    "BacktestRow",
    "BalanceRow",
    "BalanceRowFlows",
    "BaselineItem",
    "BeginImportFilesBody",
    "BenchmarkPosition",
    "BookRow",
    "BooksAudit",
    "BranchRow",
    "CarbonAccount",
    "CarrierRow",
    "CellChange",
    "CellKind",
    "CertificateRow",
    "CertifiedMonth",
    "ChannelBody",
    "ChannelBodyLanguage",
    "ChannelRow",
    "ChannelRowLanguage",
    "CheckRow",
    "CloseBody",
    "CloseBodyPeriod",
    "ClosingRow",
    "CommentBody",
    "CompareAccountPeriod",
    "ConnectionState",
    "ConnectionsPasswordBody",
    "Consumption",
    "CorrectionBody",
    "DelegationBody",
    "DelegationRow",
    "DifferenceRow",
    "DispatchRow",
    "DoubtItem",
    "DropBody",
    "EffectRow",
    "EmissionRow",
    "EnterpriseDetail",
    "EnterpriseRow",
    "EntryBody",
    "EntryDetail",
    "EntryRow",
    "EpochRow",
    "EquipmentRow",
    "ExplainAccountPeriod",
    "ExplainNode",
    "ExportBody",
    "ExportBodyFormat",
    "ExportBodyQuery",
    "ExportRegistryKind",
    "FactorRow",
    "FindingRow",
    "FindingRowEvidence",
    "FittingRow",
    "GatewayBody",
    "GatewayRow",
    "Half",
    "Health",
    "HealthState",
    "ImportBody",
    "ImportCount",
    "ImportFile",
    "ImportFilesFilesBody",
    "ImportProblem",
    "ImportReport",
    "IndexRow",
    "IssueBody",
    "IssuedLogIn",
    "JobRow",
    "JobRowAsked",
    "JobRowKind",
    "JobRowResultType0",
    "JobState",
    "LatestReading",
    "LevelCount",
    "LevelRow",
    "LineRow",
    "ListAccountsPeriod",
    "ListAlertsState",
    "ListEnterprisesOrder",
    "ListNotificationsStateType0",
    "ListQuarantineStateType0",
    "ListRow",
    "ListUsersRoleType0",
    "ListValueFiguresPeriod",
    "ListWarningsPeriod",
    "ListedRow",
    "LogInRow",
    "MaintenanceBody",
    "MaintenanceRow",
    "MembershipRow",
    "MeterChange",
    "MeterChangeBody",
    "NamedPoint",
    "NamingBody",
    "NamingReport",
    "NotificationRow",
    "NotificationRowState",
    "ObligedRow",
    "Outcome",
    "OutletRow",
    "Overview",
    "PaceItem",
    "PageAccountRow",
    "PageAlertEventRow",
    "PageAlertRow",
    "PageAmountRow",
    "PageAttributeRow",
    "PageAuditRow",
    "PageBalanceRow",
    "PageBookRow",
    "PageBranchRow",
    "PageCarrierRow",
    "PageCertificateRow",
    "PageChannelRow",
    "PageClosingRow",
    "PageDelegationRow",
    "PageDispatchRow",
    "PageEnterpriseRow",
    "PageEntryRow",
    "PageEpochRow",
    "PageEquipmentRow",
    "PageFactorRow",
    "PageFindingRow",
    "PageFittingRow",
    "PageGatewayRow",
    "PageJobRow",
    "PageLineRow",
    "PageListRow",
    "PageListedRow",
    "PageLogInRow",
    "PageMaintenanceRow",
    "PageMembershipRow",
    "PageNotificationRow",
    "PageOutletRow",
    "PageParkMemberRow",
    "PageParkRow",
    "PagePermitLimitRow",
    "PagePermitRow",
    "PagePointRow",
    "PageProductRow",
    "PageQualityMonth",
    "PageQuotaChangeRow",
    "PageQuotaNode",
    "PageQuotaRow",
    "PageQuotaTransferRow",
    "PageRankedRow",
    "PageReadingRow",
    "PageRegionRow",
    "PageRegistryRow",
    "PageRowChangeRow",
    "PageSchemeRow",
    "PageSessionRow",
    "PageSubscriptionRow",
    "PageTableRow",
    "PageTargetRow",
    "PageTokenRow",
    "PageUnknownPoint",
    "PageUserRow",
    "PageValueFigure",
    "PageVerdictRow",
    "PageWarningRow",
    "PageWarningSchemeRow",
    "ParkMemberRow",
    "ParkRow",
    "PartHealth",
    "PartHealthState",
    "PartHealthValues",
    "PasswordMade",
    "PasswordSetBody",
    "Period",
    "PermitDetail",
    "PermitLimitRow",
    "PermitRow",
    "PointGuess",
    "PointQuality",
    "PointRow",
    "Problem",
    "ProductRow",
    "PushReply",
    "QualityDetail",
    "QualityMonth",
    "QuarantineDetail",
    "QuarantineDetailEncoding",
    "QuarantineDetailState",
    "QuarantineOutcome",
    "QuarantineOutcomeOutcome",
    "QuarantinePage",
    "QuarantineRow",
    "QuarantineRowState",
    "QuarantinedReading",
    "QuarantinedReadingState",
    "QuotaChangeRow",
    "QuotaCurve",
    "QuotaNode",
    "QuotaPosition",
    "QuotaRow",
    "QuotaTransferRow",
    "RankedRow",
    "ReadConsumptionPeriod",
    "ReadRegionAccountBasis",
    "ReadingRow",
    "RecomputeBody",
    "RecomputeReport",
    "RegionAccount",
    "RegionFigure",
    "RegionRow",
    "RegistryRow",
    "RegistryRowValues",
    "ReplayBody",
    "ReplayReport",
    "RestateBody",
    "RestateBodyPeriod",
    "RowBody",
    "RowBodyValues",
    "RowChangeRow",
    "RowChangeRowCells",
    "RowOutcome",
    "RowOutcomeCells",
    "RowPreview",
    "RowPreviewCells",
    "SchemeDeduction",
    "SchemeMeasure",
    "SchemeRow",
    "SchemeStep",
    "SeasonRow",
    "Series",
    "SessionRow",
    "SessionState",
    "SessionStateDepartment",
    "SessionStateRole",
    "SessionsPasswordBody",
    "SignInBody",
    "SubscriptionBody",
    "SubscriptionRow",
    "TableColumn",
    "TableRow",
    "TargetRow",
    "TokenBody",
    "TokenMade",
    "TokenRow",
    "TransferBody",
    "UnknownPoint",
    "UserBody",
    "UserBodyDepartment",
    "UserBodyRole",
    "UserDuties",
    "UserDutiesDepartment",
    "UserDutiesRole",
    "UserMade",
    "UserMadeDepartment",
    "UserMadeRole",
    "UserRow",
    "UserRowDepartment",
    "UserRowRole",
    "ValueFigure",
    "VerdictDetail",
    "VerdictDetailEvidence",
    "VerdictRow",
    "VerifyReport",
    "Via",
    "WarningLevelRow",
    "WarningRow",
    "WarningSchemeRow",
    "WhatIf",
    "Wording",
    "YearOnYear",
)

"""Accounts: hourly amounts → standard coal, CO2, carriers and products, up to regions.

`compute_accounts` and `compute_sums` compute rows and say how they differ from the stored ones;
`hour_accounts` derives hours on the fly, for they stand in the time-series store only.
"""

from __future__ import annotations

from analytics.accounts.on_the_fly import hour_accounts
from analytics.accounts.roll import EnterpriseAccounts, as_of, compute_accounts
from analytics.accounts.rows import AccountRow, RowChanges, read_rows, write_changes
from analytics.accounts.sums import compute_sums, read_membership, touched_periods

__all__ = [
    "AccountRow",
    "EnterpriseAccounts",
    "RowChanges",
    "as_of",
    "compute_accounts",
    "compute_sums",
    "hour_accounts",
    "read_membership",
    "read_rows",
    "touched_periods",
    "write_changes",
]

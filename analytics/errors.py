"""Errors of analytics, as one tree.

analytics::

    NenghengError
    ├── RefusedError
    │   └── AnalyticsError            a job was asked what it cannot answer
    │       ├── UnknownSubjectError   no such enterprise, point, verdict or account
    │       ├── SpanError             a span that ends before it starts
    │       ├── BasisError            figures of two standard-coal bases were to be compared
    │       ├── DenominatorError      an intensity without a sourced denominator
    │       ├── ClosingError          a period cannot be closed, or not restated
    │       ├── AlertStateError       an alert is not in the state that was asked for
    │       └── ChannelError          a channel's address is none, or does not take what is sent
    └── ExplainMismatchError          a figure recomputed differs from the stored row

Every message carries the offending value, where it came from and the fix.
"""

from __future__ import annotations

from core.errors import NenghengError, RefusedError


class AnalyticsError(RefusedError):
    """A job was asked what it cannot answer."""


class UnknownSubjectError(AnalyticsError):
    """There is no such enterprise, point, verdict or account."""


class SpanError(AnalyticsError):
    """A span of time ends before it starts."""


class BasisError(AnalyticsError):
    """Figures of two standard-coal bases were to be compared."""


class DenominatorError(AnalyticsError):
    """An intensity was asked for without a denominator, or without the denominator's source."""


class ClosingError(AnalyticsError):
    """A period cannot be closed or restated as it stands."""


class AlertStateError(AnalyticsError):
    """An alert is no longer, or not yet, in the state that an action needs."""


class ChannelError(AnalyticsError):
    """A channel's address is none, or what it leads to does not take what is sent."""


class ExplainMismatchError(NenghengError):
    """A figure recomputed by the same functions differs from the stored row."""

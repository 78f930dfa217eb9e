from __future__ import annotations

import pytest

from dashboards.console.numbers import format_number, format_share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0"),
        (1234567.0, "1,234,567"),
        (1234.5, "1,234"),
        (940.0, "940"),
        (1.584, "1.584"),
        (0.5, "0.5"),
        (-10135.9, "-10,136"),
        (0.00012345, "0.000123"),
    ],
)
def test_figures(value: float | None, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (1.0, "100 %"), (0.99999, "99.9 %"), (0.5, "50 %"), (0.6561, "65.6 %")],
)
def test_shares_are_never_rounded_up_to_all(value: float | None, text: str) -> None:
    assert format_share(value) == text

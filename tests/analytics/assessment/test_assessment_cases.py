"""Worked examples: each folder under cases/ holds what is given, its arithmetic and the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from regional_cases import check, furnish, read_case

from analytics.explain import explain_verdict

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_verdict_worked_out_by_hand_and_explains_it(case, platform):
    given = read_case(case)
    furnish(platform, given)
    platform.run()
    for want in given["expect"]:
        check(platform, want)
    for verdict in platform.verdicts("assessment"):
        explain_verdict(platform.context, verdict.id)

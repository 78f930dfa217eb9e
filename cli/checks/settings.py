"""Whether the settings do for the processes of production."""

from __future__ import annotations

from cli.checks.step import Steps
from cli.processes.requirements import find_problems
from core.settings import Settings

PROCESSES = ("collect", "schedule", "serve")


def check_settings(settings: Settings) -> Steps:
    """Look at the settings as each process does when it starts."""
    steps = Steps("settings")
    told: set[str] = set()
    for process in PROCESSES:
        problems = find_problems(settings, process)
        for problem in problems:
            if problem.setting not in told:
                told.add(problem.setting)
                steps.fail(problem.setting, problem.what, problem.fix)
        if not problems:
            steps.ok(process, f"the settings do for `nengheng {process}`")
    return steps

from typing import Literal

QuarantineOutcomeOutcome = Literal["dropped", "open", "replayed"]

QUARANTINE_OUTCOME_OUTCOME_VALUES: set[QuarantineOutcomeOutcome] = {
    "dropped",
    "open",
    "replayed",
}


def check_quarantine_outcome_outcome(value: str) -> QuarantineOutcomeOutcome:
    if value in QUARANTINE_OUTCOME_OUTCOME_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {QUARANTINE_OUTCOME_OUTCOME_VALUES!r}"
    )

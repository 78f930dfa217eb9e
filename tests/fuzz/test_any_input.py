"""Each target under Hypothesis: spoilt valid inputs and bytes without sense, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Oracle, Subject, load

EXAMPLES = {"decoders": 400, "topics": 400, "import": 200, "push": 80}

OWN = 30
"""Inputs that the platform's own code makes stand first [1]; many of the others are refused."""


@pytest.fixture(scope="module", params=TARGETS)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def subject(name: str) -> Subject:
    return load(name)


@pytest.fixture(scope="module")
def oracle(subject: Subject) -> Iterator[Oracle]:
    with closing(subject.Oracle()) as made:
        yield made
        made.settle(last=True)


def make_inputs(subject: Subject) -> st.SearchStrategy[bytes]:
    """Return a strategy: a valid input, changed up to four times; or any bytes."""

    def spoil(data: bytes, seeds: list[int]) -> bytes:
        for seed in seeds:
            data = subject.spoil(data, Random(seed))
        return data

    seeds = st.lists(st.integers(0, 2**32 - 1), max_size=4)
    inputs = subject.read_inputs()
    valid = st.sampled_from(inputs[:OWN]) | st.sampled_from(inputs)
    return st.builds(spoil, valid, seeds) | st.binary(max_size=200)


def test_valid_inputs_hold(subject: Subject, oracle: Oracle) -> None:
    for data in subject.read_inputs():
        oracle.check(data)
    oracle.settle()


def test_whatever_comes_is_taken_or_refused(name: str, subject: Subject, oracle: Oracle) -> None:
    @settings(max_examples=EXAMPLES[name], suppress_health_check=list(HealthCheck))
    @given(st.lists(make_inputs(subject), min_size=1, max_size=8))
    def judge(inputs: list[bytes]) -> None:
        for data in inputs:
            oracle.check(data)
        oracle.settle()

    judge()

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import RegistryError
from core.registry.codes import CODE_SHAPE
from core.registry.formula import NUMBER, find_cycle, parse_formula


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("A", [(1, "A")]),
        ("A + B", [(1, "A"), (1, "B")]),
        ("MAIN - 0.5 * (SUB.1 + SUB/2)", [(1, "MAIN"), (-0.5, "SUB.1"), (-0.5, "SUB/2")]),
        ("2 * [101] - 3*A", [(2, "101"), (-3, "A")]),
        ("A-B", [(1, "A-B")]),
        ("- A + B", [(-1, "A"), (1, "B")]),
        ("A + -1 * B", [(1, "A"), (-1, "B")]),
        ("2*(A - (B + 3 * C)) * 0.5", [(1, "A"), (-1, "B"), (-3, "C")]),
        ("0.1 * A + 0.2 * A", [(0.3, "A")]),
        ("A + B - B + 2 * B", [(1, "A"), (2, "B")]),
    ],
)
def test_a_formula_is_a_sum_of_points_with_factors(text: str, terms: list[tuple[float, str]]):
    assert list(parse_formula(text)) == terms


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ends too early"),
        ("A +", "ends too early"),
        ("(A", "ends too early"),
        ("A)", r"'\)' at place 2"),
        ("A B", "'B' at place 3"),
        ("A -B", "'-B' at place 3"),
        ("A $ B", r"'\$' at place 3"),
        ("A * B", "multiplies A by B"),
        ("A + 1", "adds the number 1 to points"),
        ("3", "names no point"),
        ("A - A", "takes point A 0 times"),
        ("0.1 * A + 0.2 * A - 0.3 * A", "takes point A 0 times"),
        ("999999999999999 * 999999999999999 * A", "takes point A more than 1e[+]15 times"),
        ("A + " + "999999999999999 * " * 25 + "1", "adds the number more than 1e[+]15"),
        ("(" * 21 + "A" + ")" * 21, "more than 20 brackets"),
        ("[A-B", "'\\[A-B' at place 1, which is no code"),
    ],
)
def test_what_is_no_such_sum_is_refused_with_its_place(text: str, reason: str):
    with pytest.raises(RegistryError, match=reason) as refused:
        parse_formula(text)
    assert refused.value.fix


@given(st.text(max_size=60))
@example("*")
def test_any_text_is_a_formula_or_refused(text: str):
    try:
        terms = parse_formula(text)
    except RegistryError:
        return
    assert terms
    assert all(CODE_SHAPE.fullmatch(term.code) for term in terms)


codes = st.text("AB1.-/:", min_size=1, max_size=6)
factors = st.decimals(-100, 100, places=3).map(lambda d: f"{d:f}")


@given(st.lists(st.tuples(factors, codes), min_size=1, max_size=8))
def test_a_written_sum_is_read_as_the_same_sum(terms: list[tuple[str, str]]):
    expected: dict[str, Fraction] = {}
    for factor, code in terms:
        expected[code] = expected.get(code, Fraction(0)) + Fraction(factor)
    written = " + ".join(f"{factor} * [{code}]" for factor, code in terms)
    if all(expected.values()):
        read = {term.code: term.factor for term in parse_formula(written)}
        assert read == {code: float(factor) for code, factor in expected.items()}
    else:
        with pytest.raises(RegistryError, match="0 times"):
            parse_formula(written)
    assert NUMBER.fullmatch(terms[0][0])


graphs = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4))


@given(graphs)
def test_a_cycle_is_found_where_there_is_one(graph: dict[int, list[int]]):
    needs = {str(k): [str(v) for v in vs] for k, vs in graph.items()}
    reached = set(needs.get("0", []))
    while more := {w for v in reached for w in needs.get(v, [])} - reached:
        reached |= more
    way = find_cycle("0", needs)
    assert bool(way) == ("0" in reached)
    assert all(b in needs[a] for a, b in pairwise(way))

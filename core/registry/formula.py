"""Formulas of virtual points: sums and differences of points with constant factors.

``MAIN - 0.5 * (SUB.1 + SUB/2)``. Codes may hold ``-``, ``.``, ``/`` and ``:``, so ``+`` and ``-``
stand between blanks (or begin a formula or a bracket), and a code that reads as a number stands
in square brackets: ``2 * [101]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from core.errors import RegistryError

TOKEN = re.compile(r"\s*(?:(?P<sign>[+-](?=[\s(]|$))|(?P<mark>[*()])|(?P<word>\[?[\w.:/+-]+\]?))")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
CODE = re.compile(r"[\w.:/-]{1,64}")
DEEPEST = 20
"""Greatest depth of brackets in each other [1]."""
GREATEST = 1e15
"""Greatest factor of a point [1]."""
SIGNS = {"+": Fraction(1), "-": Fraction(-1)}
EXAMPLE = "write such as MAIN - 0.5 * (SUB.1 + SUB.2), blanks around + and -"


class Term(NamedTuple):
    """A point of a formula and by what its amount is multiplied [1]."""

    factor: float
    code: str


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


def parse_formula(text: str) -> tuple[Term, ...]:
    """Return the terms of a formula, each point once, in the order of their first mention.

    Raises
    ------
    RegistryError
        It is no sum of points with constant factors, multiplies or adds what it may not, or its
        points cancel each other.
    """
    parser = _Parser(text)
    value = parser.sum(0)
    parser.expect_end()
    if not value.points:
        raise RegistryError(f"formula {text!r} names no point", fix=EXAMPLE)
    if value.constant:
        raise RegistryError(
            f"formula {text!r} adds the number {_short(value.constant)} to points",
            fix="numbers only multiply: 0.5 * MAIN",
        )
    return tuple(_terms(text, value.points))


def _terms(text: str, points: Mapping[str, Fraction]) -> Iterator[Term]:
    for code, factor in points.items():
        if not factor or abs(factor) > GREATEST:
            raise RegistryError(
                f"formula {text!r} takes point {code} {_short(factor)} times",
                fix="leave the point out, or mend its factor",
            )
        yield Term(float(factor), code)


def _short(factor: Fraction) -> str:
    return f"{float(factor):g}" if abs(factor) <= GREATEST else f"more than {GREATEST:g}"


class _Value(NamedTuple):
    """A part of a formula: a constant [1] and the factor [1] of each point, exact."""

    constant: Fraction
    points: dict[str, Fraction]

    def times(self, factor: Fraction) -> _Value:
        """Return the part `factor` times [1]."""
        points = {code: f * factor for code, f in self.points.items()}
        return _Value(self.constant * factor, points)

    def plus(self, other: _Value) -> _Value:
        """Return the sum of two parts."""
        points = dict(self.points)
        for code, factor in other.points.items():
            points[code] = points.get(code, Fraction(0)) + factor
        return _Value(self.constant + other.constant, points)


class _Parser:
    """Reads a formula from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_split(text))
        self._at = 0

    def sum(self, depth: int) -> _Value:
        """Return what stands up to the end or the closing bracket, `depth` brackets deep [1]."""
        sign = self._take("+", "-")
        value = self._product(depth).times(SIGNS[sign or "+"])
        while (operator := self._take("+", "-")) is not None:
            value = value.plus(self._product(depth).times(SIGNS[operator]))
        return value

    def expect_end(self) -> None:
        """Refuse what is left."""
        if self._at < len(self._tokens):
            raise self._refusal()

    def _product(self, depth: int) -> _Value:
        value = self._atom(depth)
        while self._take("*") is not None:
            other = self._atom(depth)
            if value.points and other.points:
                raise RegistryError(
                    f"formula {self._text!r} multiplies {_some(value)} by {_some(other)}",
                    fix="points are only added, subtracted and multiplied by numbers",
                )
            value = other.times(value.constant) if other.points else value.times(other.constant)
        return value

    def _atom(self, depth: int) -> _Value:
        if self._take("(") is not None:
            if depth >= DEEPEST:
                raise RegistryError(
                    f"formula {self._text!r} has more than {DEEPEST} brackets in each other",
                    fix="multiply it out",
                )
            value = self.sum(depth + 1)
            if self._take(")") is None:
                raise self._refusal()
            return value
        token = self._peek()
        if token is None or token.kind != "word":
            raise self._refusal()
        self._at += 1
        if NUMBER.fullmatch(token.text):
            return _Value(Fraction(token.text), {})
        return _Value(Fraction(0), {_code(self._text, token): Fraction(1)})

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *texts: str) -> str | None:
        token = self._peek()
        if token is None or token.kind == "word" or token.text not in texts:
            return None
        self._at += 1
        return token.text

    def _refusal(self) -> RegistryError:
        token = self._peek()
        if token is None:
            return RegistryError(f"formula {self._text!r} ends too early", fix=EXAMPLE)
        return RegistryError(
            f"formula {self._text!r} has {token.text!r} at place {token.place + 1}, "
            "where it cannot be read",
            fix=EXAMPLE,
        )


def _split(text: str) -> Iterator[_Token]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            rest = text[at:].strip()
            raise RegistryError(
                f"formula {text!r} has {rest[:1]!r} at place {text.index(rest, at) + 1}",
                fix=EXAMPLE,
            )
        yield _Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        at = match.end()


def _code(text: str, token: _Token) -> str:
    code = token.text
    if code.startswith("[") and code.endswith("]"):
        code = code[1:-1]
    if not CODE.fullmatch(code):
        raise RegistryError(
            f"formula {text!r} has {token.text!r} at place {token.place + 1}, which is no code",
            fix=EXAMPLE,
        )
    return code


def _some(value: _Value) -> str:
    return " and ".join(value.points)


def find_cycle(code: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the way from `code` back to itself over what each one `needs`, [] for none."""
    way: list[str] = [code]
    asked = [iter(needs.get(code, ()))]
    done: set[str] = set()
    while asked:
        following = next(asked[-1], None)
        if following is None:
            asked.pop()
            done.add(way.pop())
        elif following == code:
            return [*way, code]
        elif following not in done and following not in way:
            way.append(following)
            asked.append(iter(needs.get(following, ())))
    return []

"""Every refusal can be told in Chinese and English, and is told in the language asked for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import errors
from api.refusals import choose_language, tell
from api.refusals.telling import read_chinese
from tests.api.conftest import CARBIDE, Client, Platform

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *(ROOT / "api").rglob("*.py"),
    *(ROOT / "core/registry/transfer").rglob("*.py"),
    *(
        path
        for name in ("alerts", "closing", "quota_pace", "early_warning")
        for path in (ROOT / "analytics" / name).rglob("*.py")
    ),
    *(ROOT / "dashboards/console").rglob("*.py"),
    *(ROOT / f"analytics/{n}.py" for n in ("accounts/on_the_fly", "accounts/balance")),
    ROOT / "ingest/quarantine.py",
    ROOT / "core/registry/faults.py",
    *(ROOT / f"core/registry/{n}.py" for n in ("accounts", "codes", "credentials", "credit_code")),
    *(ROOT / f"core/registry/{n}.py" for n in ("formula", "user_passwords")),
    ROOT / "core/units.py",
    ROOT / "core/calendar.py",
]
"""What is reached from the console's forms and the API's calls."""
SAID_BY = frozenset({"problem", "RowProblem", "_refuse", "_refused", "_unknown"})
"""Functions that refuse, beside constructors of errors."""
NOT_SAID = frozenset({"ValueError", "RuntimeError", "TypeError", "LookupError", "AssertionError"})
NO_WORDS = frozenset({"where", "value", "parameter"})
INSIDE = frozenset({
    "{} …",
    "{} row {} column {}",
    "registry, table gateway",
    "registry, table gateway_credential",
    "registry, table user_account",
})  # fmt: skip
"""What stands in an error for a program or an operator's log, and is no sentence."""


def list_texts(node: ast.expr, constants: dict[str, str]) -> list[str]:
    """Return the texts an expression may be, with {} for each value."""
    if isinstance(node, ast.IfExp):
        return list_texts(node.body, constants) + list_texts(node.orelse, constants)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name) and node.id in constants:
        return [constants[node.id]]
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        return ["".join(str(part) for part in parts)]
    return []


def list_said(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module's refusals say, with the line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        one.targets[0].id: one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in SAID_BY and (not name.endswith("Error") or name in NOT_SAID):
            continue
        given = [*call.args, *(k.value for k in call.keywords if k.arg not in NO_WORDS)]
        for text in (t for node in given for t in list_texts(node, constants)):
            if "To mend:" in text:
                continue  # a fault of the platform, told to who runs it
            if " " in text and any(letter.isalpha() for letter in text.replace("{}", "")):
                yield text, call.lineno


def test_every_refusal_has_its_chinese() -> None:
    missing = {
        text: f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        for text, line in list_said(path)
        if text not in INSIDE and tell(text, "zh") == text
    }
    assert missing == {}, "add them to api/refusals/chinese.csv"


def test_every_kind_of_error_has_a_title_in_chinese() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    titles = {one.title for one in kinds if issubclass(one, errors.ApiError)}
    assert {title for title in titles if tell(title, "zh") == title} == set()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_no_value_is_lost_on_the_way() -> None:
    for english, chinese in read_chinese().items():
        values = english.count("{}")
        given = [f"«{number}»" for number in range(values)]
        told = tell(english.format(*given) if values else english, "zh")
        assert is_chinese(told), english
        assert [value for value in given if value not in told] == [], english
        if values:
            named = [f for _, f, _, _ in string.Formatter().parse(chinese) if f is not None]
            used = [int(field) if field else number for number, field in enumerate(named)]
            assert sorted(used) == list(range(values)), english


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en,zh;q=0.9", "en"),
        ("fr, zh-Hant;q=0.1", "zh"),
        ("zh;q=0, en;q=0", "en"),
        ("zh;q=nonsense", "en"),
        ("*", "en"),
    ],
)
def test_language_that_is_liked_best(accept: str | None, language: str) -> None:
    assert choose_language(accept) == language


def test_long_values_are_told_as_fast_as_short_ones() -> None:
    for filling in (" is ", ": ", " ", "{}", "{0}"):
        text = f"subject {filling * 50_000!r} is none"
        assert tell(text, "zh").endswith("不是一个对象")


def test_a_problem_is_told_in_the_language_asked_for(client: Client) -> None:
    path = "/api/v1/points/91150600MA0NOBODY9/X"
    english = client.get(path)
    chinese = client.get(path, headers=client.headers | {"Accept-Language": "zh-CN"})
    assert english.headers["content-language"] == "en"
    assert chinese.headers["content-language"] == "zh"
    assert "Accept-Language" in chinese.headers["vary"]
    same = ("type", "status", "instance", "parameter", "value")
    assert [english.json()[name] for name in same] == [chinese.json()[name] for name in same]
    assert chinese.json()["title"] == "没有这个名称的东西"
    assert chinese.json()["detail"] == "登记库里没有企业 '91150600MA0NOBODY9'"
    assert chinese.json()["fix"].startswith("已有的见")


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("accounts?period=fortnight", "应为"),
        ("accounts?limit=0", "应大于或等于 1"),
        ("accounts?colour=red", "没有这一项"),
        ("verdicts?cursor=x", "游标"),
        ("nothing", "没有这个接口"),
    ],
)
def test_calls_that_cannot_be_read_are_told_too(client: Client, path: str, detail: str) -> None:
    headers = client.headers | {"Accept-Language": "zh"}
    answer = client.get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code in (404, 422)
    assert detail in answer.json()["detail"]


def test_rows_of_an_import_are_told_too(fresh: Platform) -> None:
    content = (
        "enterprise_code,code,name,gateway_code,kind,carrier,flow,unit,expected_s,in_service\n"
        f"{CARBIDE},X,表,GW1,love,dust,purchased,kWx,-1,soon\n"
        f"{CARBIDE},Y,表,NONE,interval,,output,t,60,2026-01-01\n"
    )
    body = {"files": [{"name": "point.csv", "content": content}], "dry_run": True}
    client = fresh.client()
    headers = client.headers | {"Accept-Language": "zh"}
    answer = client.post("/api/v1/imports", json=body, headers=headers)
    assert answer.status_code == 422, answer.text
    rows = answer.json()["report"]["problems"]
    assert {row["column"] for row in rows} >= {"kind", "unit", "expected_s", "in_service"}
    for row in rows:
        for name in ("reason", "fix"):
            assert is_chinese(row[name]), row

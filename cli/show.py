"""`nengheng accounts | verdicts | books | quarantine | explain`: what is served."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.client import Platform
from cli.output import console, format_cell, print_json, print_rows, print_tree

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory of the platform.", show_default="data")
]
UrlOption = Annotated[
    str | None, typer.Option("--url", help="Address of the platform; token by NENGHENG_TOKEN.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
LimitOption = Annotated[int, typer.Option(help="Rows at most.")]
SubjectOption = Annotated[
    str | None, typer.Option(help="enterprise:CODE, region:CODE or sector:CODE.")
]

AUDIT_S = 3600.0
"""Longest wait for an audit [s]."""

ACCOUNTS = ("subject", "period", "start", "indicator", "amount", "unit", "estimated", "coverage")
VERDICTS = ("id", "subject", "rule", "level", "value", "reference", "unit", "coverage", "reason")
BOOKS = (
    "enterprise",
    "gateway",
    "received",
    "stored",
    "duplicate",
    "quarantined",
    "dropped",
    "pending",
    "readings_stored",
    "readings_quarantined",
    "delivery",
)
QUARANTINE = ("id", "arrival", "enterprise", "gateway", "reason", "detail", "readings")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("accounts")(accounts)
    app.command("verdicts")(verdicts)
    books_group = typer.Typer(help="Messages and readings per gateway; the terms add up.")
    books_group.callback(invoke_without_command=True)(books)
    books_group.command("audit")(audit)
    app.add_typer(books_group, name="books")
    quarantine_group = typer.Typer(help="What was refused: see, replay after a mend, or drop.")
    quarantine_group.command("list")(quarantine_list)
    quarantine_group.command("show")(quarantine_show)
    quarantine_group.command("replay")(quarantine_replay)
    quarantine_group.command("drop")(quarantine_drop)
    app.add_typer(quarantine_group, name="quarantine")
    explain_group = typer.Typer(help="A figure down to hours, factors and their sources.")
    explain_group.command("verdict")(explain_verdict)
    explain_group.command("account")(explain_account)
    app.add_typer(explain_group, name="explain")


def accounts(
    *,
    subject: SubjectOption = None,
    indicator: Annotated[
        str | None, typer.Option(help="coal_calorific_tce, coal_primary_tce, co2_t, carrier:CODE …")
    ] = None,
    period: Annotated[str | None, typer.Option(help="hour, day, month or year.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day or time.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Day or time to stop before.")] = None,
    limit: LimitOption = 1000,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show accounts: standard coal on both bases, CO2, carriers, products."""
    query = {"subject": subject, "indicator": indicator, "period": period}
    query |= {"start": start, "end": end}
    rows = Platform(data, url=url).items("/api/v1/accounts", limit=limit, **query)
    print_rows(rows, as_json=as_json, columns=ACCOUNTS)


def verdicts(
    *,
    subject: SubjectOption = None,
    rule: Annotated[str | None, typer.Option(help="quota_pace or benchmark_class.")] = None,
    level: Annotated[str | None, typer.Option(help="Such as will_exceed or undetermined.")] = None,
    limit: LimitOption = 1000,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show verdicts, each with its reason; `nengheng explain verdict ID` goes down to hours."""
    query = {"subject": subject, "rule": rule, "level": level}
    rows = Platform(data, url=url).items("/api/v1/verdicts", limit=limit, **query)
    print_rows(rows, as_json=as_json, columns=VERDICTS)


@dataclass(frozen=True)
class Where:
    """Which platform a group's commands ask."""

    data: Path | None
    url: str | None

    def platform(self) -> Platform:
        """Return the platform."""
        return Platform(self.data, url=self.url)


def books(
    context: typer.Context,
    *,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the books: received = stored + duplicate + quarantined + dropped + pending."""
    context.obj = Where(data, url)
    if context.invoked_subcommand is None:
        rows = Platform(data, url=url).items("/api/v1/books")
        print_rows(rows, as_json=as_json, columns=BOOKS)


def audit(
    context: typer.Context,
    *,
    data: DataOption = None,
    url: UrlOption = None,
    full: Annotated[
        bool, typer.Option(help="Look up every reading in the store, not a sample.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Recount the books from journal, store and quarantine and compare."""
    given: Where = context.obj
    platform = Platform(data or given.data, url=url or given.url, timeout_s=AUDIT_S)
    with console.status("recounting") if console.is_terminal else nullcontext():
        answer = platform.get("/api/v1/books/audit", full=full)
    if as_json:
        print_json(answer)
    for problem in [] if as_json else answer["problems"]:
        console.print(problem)
    if not as_json:
        found, missing = answer["readings_checked"], answer["readings_missing"]
        console.print(f"{found:,} readings looked up in the store, {missing:,} not as they came")
        console.print("the books close" if answer["closes"] else "the books do NOT close")
    if not answer["closes"]:
        raise typer.Exit(1)


def quarantine_list(
    *,
    reason: Annotated[str | None, typer.Option(help="Only with this reason.")] = None,
    enterprise: Annotated[str | None, typer.Option(help="Only of this credit code.")] = None,
    limit: LimitOption = 1000,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is in quarantine."""
    query = {"reason": reason, "enterprise": enterprise}
    rows = Platform(data, url=url).items("/api/v1/quarantine", limit=limit, **query)
    print_rows(rows, as_json=as_json, columns=QUARANTINE)


IdArgument = Annotated[int, typer.Argument(help="Number in `quarantine list`.")]


def quarantine_show(
    *,
    number: IdArgument,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one item with its bytes."""
    item = Platform(data, url=url).get(f"/api/v1/quarantine/{number}")
    if as_json:
        print_json(item)
        return
    for name, value in item.items():
        console.print(f"{name}: {format_cell(value)}", markup=False)


def quarantine_replay(
    *,
    number: IdArgument,
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an item again, after what was wrong has been mended."""
    answer = Platform(data, url=url).post(f"/api/v1/quarantine/{number}/replay")
    _print_outcome(answer, as_json=as_json)


def quarantine_drop(
    *,
    number: IdArgument,
    reason: Annotated[str, typer.Option(help="Why; kept with the books.")],
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Drop an item for good, with a reason."""
    answer = Platform(data, url=url).post(f"/api/v1/quarantine/{number}/drop", {"reason": reason})
    _print_outcome(answer, as_json=as_json)


def _print_outcome(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    text = f"{answer['id']}: {answer['outcome']} {answer['detail']}".rstrip()
    console.print(text, markup=False)


def explain_verdict(
    *,
    verdict: Annotated[str, typer.Argument(help="Id in `nengheng verdicts`.")],
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a verdict; it is recomputed, and a difference is an error."""
    tree = Platform(data, url=url).get(f"/api/v1/explain/verdicts/{verdict}")
    print_json(tree) if as_json else print_tree(tree)


def explain_account(
    *,
    subject: Annotated[str, typer.Argument(help="enterprise:CODE, region:CODE or sector:CODE.")],
    indicator: Annotated[str, typer.Argument(help="Such as coal_calorific_tce.")],
    period: Annotated[str, typer.Argument(help="day, month or year.")],
    start: Annotated[str, typer.Argument(help="Start of the period, such as 2026-01-01.")],
    data: DataOption = None,
    url: UrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain an account figure."""
    query = {"subject": subject, "indicator": indicator, "period": period, "start": start}
    tree = Platform(data, url=url).get("/api/v1/explain/accounts", **query)
    print_json(tree) if as_json else print_tree(tree)

"""`nengheng dashboards push | write`: Grafana's boards, data sources and alert rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from cli.output import console
from core.settings import read_settings

GrafanaOption = Annotated[
    str | None, typer.Option("--grafana", help="Address of Grafana, such as http://grafana:3000.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(help="Grafana's dashboards, data sources and alert rules.")
    group.command("push")(push)
    group.command("write")(write)
    app.add_typer(group, name="dashboards")


def push(
    *,
    grafana: GrafanaOption = None,
    token: Annotated[str | None, typer.Option(help="A service account's token.")] = None,
    user: Annotated[str | None, typer.Option(help="User, where there is no token.")] = None,
    password: Annotated[
        str | None, typer.Option(help="Its password; better NENGHENG_GRAFANA_PASSWORD.")
    ] = None,
    sources: Annotated[bool, typer.Option(help="Push the data sources too.")] = True,
    rules: Annotated[bool, typer.Option(help="Push the alert rules too.")] = True,
) -> None:
    """Create or update everything in a running Grafana; again changes nothing but what is old."""
    from dashboards.grafana.push import Step
    from dashboards.grafana.push import push as push_all

    settings = read_settings(
        grafana_url=grafana, grafana_token=token, grafana_user=user, grafana_password=password
    )
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("Grafana", total=None)

        def tell(step: Step) -> None:
            progress.update(bar, completed=step.number, total=step.total)
            progress.console.print(f"{step.what}: {step.how}", markup=False, highlight=False)

        push_all(settings, sources=sources, rules=rules, told=tell)
    console.print(f"{settings.grafana_url}: open the folder 能衡", markup=False, highlight=False)


def write(
    *,
    directory: Annotated[Path, typer.Argument(help="Folder to write into; made where absent.")],
) -> None:
    """Write dashboards and provisioning files for a Grafana that reads them at its start."""
    from dashboards.grafana.files import write_files

    for path in write_files(directory):
        console.print(str(path), markup=False, highlight=False, soft_wrap=True)

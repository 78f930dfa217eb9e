"""What deploy/ holds fits together: compose, systemd units, broker configuration, settings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli.main import app
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(
    path for path in (DEPLOY / "systemd").iterdir() if path.suffix in (".service", ".target")
)
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
KNOWN = {f"NENGHENG_{name.upper()}" for name in Settings.model_fields}
ONCE = {"setup", "store-init"}


def commands() -> set[str]:
    from typer.main import get_command

    return set(getattr(get_command(app), "commands", {}))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_whole(name: str) -> None:
    service = SERVICES[name]
    assert "restart" in service
    check = service["healthcheck"]
    assert check.get("disable") is (True if name in ONCE else None)
    assert name in ONCE or check["test"][0] == "CMD"
    assert re.fullmatch(r"\S+:\d+\.\d+[.\d]*(?:-\w+)?", service["image"]), "pin the image"
    for variable in service.get("environment", {}):
        if variable.startswith("NENGHENG_") and not variable.startswith("NENGHENG_GRAFANA_"):
            assert variable in KNOWN, variable
    for other in service.get("depends_on", {}):
        assert other in SERVICES
    if service["image"].startswith("nengheng:") and "command" in service:
        assert service["command"][0] in commands() | {"store"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_mounts_is_there(name: str) -> None:
    for mount in SERVICES[name].get("volumes", []):
        source = mount.split(":")[0]
        if source.startswith("."):
            assert (DEPLOY / source).exists(), source
        else:
            assert source in COMPOSE["volumes"]


def test_every_secret_is_in_the_example_and_none_in_the_file() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = (DEPLOY / "compose.env.example").read_text("utf-8")
    given = dict(re.findall(r"(?m)^(\w+)=(.*)$", example))
    assert asked == set(given)
    assert set(given.values()) == {"CHANGE_ME"}
    plain = re.findall(r"(?m)^ +\w*(?:PASSWORD|TOKEN)\w*: (?!\$\{\w+:\?\}$)(.+)$", text)
    assert plain == []


def test_the_collectors_share_the_work() -> None:
    parts = {s["command"][2] for s in SERVICES.values() if s.get("command", [""])[0] == "collect"}
    assert parts == {"1/2", "2/2"}


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").glob("*.example")))
def test_every_variable_of_the_examples_is_a_setting(path: Path) -> None:
    assert set(re.findall(r"(?m)^#?(NENGHENG_\w+)=", path.read_text("utf-8"))) <= KNOWN


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_taken_by_systemd(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"(?m)^Environment=(NENGHENG_\w+)=", text)) <= KNOWN
    for command in re.findall(r"bin/nengheng (\w+)", text):
        assert command in commands()
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    for unit in UNITS:
        own = unit.read_text("utf-8").replace("/opt/nengheng/.venv/bin/nengheng", sys.executable)
        (tmp_path / unit.name.replace("@", "@1-of-2")).write_text(own, "utf-8")
    done = subprocess.run(
        [analyze, "verify", str(tmp_path / path.name.replace("@", "@1-of-2"))],
        capture_output=True,
        text=True,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "nengheng" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["nengheng-collector@.service", "nengheng-server.service"])
def test_a_process_may_touch_its_own_data_only(name: str) -> None:
    lines = (DEPLOY / "systemd" / name).read_text("utf-8").splitlines()
    wanted = {"ProtectSystem=strict", "NoNewPrivileges=true", "User=nengheng", "Type=notify"}
    assert wanted <= set(lines)
    assert any(line.startswith("WatchdogSec=") for line in lines)
    assert "Restart=always" in lines


def test_the_page_of_settings_has_each_with_its_default() -> None:
    page = (DEPLOY.parent / "docs/settings.md").read_text("utf-8")
    shown = dict(re.findall(r"(?m)^\| `(NENGHENG_\w+)` \| (?:`(.*?)`)? *\| \S", page))
    wanted = {
        f"NENGHENG_{name.upper()}": _show(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert shown == wanted


def _show(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default is None else str(default)


def test_the_examples_say_how_people_and_gateways_reach_the_platform() -> None:
    shown = (DEPLOY / "systemd/nengheng.env.example").read_text("utf-8")
    composed = COMPOSE["x-nengheng"]["environment"]
    for name in ("NENGHENG_GATEWAY_URL", "NENGHENG_PUBLIC_URL"):
        assert re.search(rf"(?m)^#?{name}=", shown)
        assert name in composed

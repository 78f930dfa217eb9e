"""Password hashes: those of Mosquitto's own program are ours, and ours are Mosquitto's."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RegistryError
from core.registry.passwords import ALPHABET, check_password, generate_password, hash_password


def test_generated_passwords_differ_and_can_be_typed() -> None:
    made = {generate_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 32 and set(one) <= set(ALPHABET) for one in made)
    assert not set("0O1lI:$ '\"") & set(ALPHABET)


@given(st.text(min_size=1), st.text())
@settings(deadline=None)
def test_only_the_same_password_fits(password: str, other: str) -> None:
    secret = hash_password(password, rounds=3)
    assert check_password(password, secret)
    assert check_password(other, secret) == (other == password)


def test_a_salt_is_never_used_twice() -> None:
    assert hash_password("x") != hash_password("x")
    assert hash_password("x", salt=b"s" * 12) == hash_password("x", salt=b"s" * 12)


@pytest.mark.parametrize(
    "secret",
    ["", "plain", "$6$c2FsdA==$aGFzaA==", "$7$0$c2FsdA==$aGFzaA==", "$7$x$c2FsdA==$aGFzaA==",
     "$7$101$c2FsdA==$", "$7$101$*$aGFzaA==", "$7$101$c2FsdA==", "$7$99999999$c2FsdA==$aGFzaA=="],
)  # fmt: skip
def test_what_is_no_hash_is_refused(secret: str) -> None:
    with pytest.raises(RegistryError, match="not of the form"):
        check_password("x", secret)


@pytest.mark.broker
@pytest.mark.parametrize("password", ["simple", "密码 with spaces", "7" * 60])
def test_a_hash_of_mosquitto_passwd_is_checked(tmp_path: Path, password: str) -> None:
    program = shutil.which("mosquitto_passwd")
    if program is None:
        pytest.skip("mosquitto_passwd is not installed: apt install mosquitto")
    file = tmp_path / "passwords"
    file.touch(mode=0o600)
    subprocess.run([program, "-b", str(file), "user", password], check=True, capture_output=True)
    name, secret = file.read_text().strip().split(":")
    assert name == "user"
    assert check_password(password, secret)
    assert not check_password(password + " ", secret)

"""A small disk of its own for a collector: ext4 in a file, mounted.

It is mounted in the run's own mount namespace, so that it is gone with the run, however that ends;
the file stays, and a run that goes on mounts it again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

INSIDE = "NENGHENG_CHAOS_NAMESPACE"
"""Set in a run that has process and mount namespaces of its own."""
NAMESPACE = (
    "unshare",
    "--mount",
    "--propagation=private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
)


def can_have_namespace() -> bool:
    """Return whether this process may have namespaces of its own: root may, outside containers."""
    if shutil.which(NAMESPACE[0]) is None:
        return False
    return not subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode


def mount_small_disk(image: Path, place: Path, size_bytes: int) -> str:
    """Mount a disk of `size_bytes` [byte] at `place`; return '' or why there is none."""
    if INSIDE not in os.environ:
        return "no mount namespace: only root can make one"
    place.mkdir(parents=True, exist_ok=True)
    if not image.exists():
        with image.open("wb") as file:
            file.truncate(size_bytes)
        made = _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        if made:
            image.unlink()
            return made
    return _run("mount", "-o", "loop", str(image), str(place))


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return f"{command[0]} is not installed"
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return f"{command[0]}: {done.stderr.strip()}" if done.returncode else ""

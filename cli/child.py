"""Start a command that ends when the process that started it ends, however that ends.

``python -m cli.child --parent PID COMMAND…`` asks the kernel for a SIGTERM at the parent's death
and becomes COMMAND. The kernel counts the *thread* that started the child as its parent: start
children from a thread that lives as long as they shall.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
USAGE_EXIT = 2
PARENT_GONE_EXIT = 1


def child_command(command: Sequence[str]) -> list[str]:
    """Return `command` wrapped so that it ends with this process."""
    return [sys.executable, "-m", "cli.child", "--parent", str(os.getpid()), *command]


def end_with_parent(parent_pid: int) -> bool:
    """Ask for SIGTERM at the parent's death; return whether the parent is still `parent_pid` [1].

    Where the system has no such call (other than Linux), nothing is asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    return os.getppid() == parent_pid


def main(arguments: Sequence[str]) -> int:
    """Become the command given; return only where that cannot be."""
    if len(arguments) < 3 or arguments[0] != "--parent" or not arguments[1].isdigit():
        sys.stderr.write("usage: python -m cli.child --parent PID COMMAND…\n")
        return USAGE_EXIT
    if not end_with_parent(int(arguments[1])):
        return PARENT_GONE_EXIT
    os.execvp(arguments[2], list(arguments[2:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

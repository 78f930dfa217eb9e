"""The allocator's limit, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BUSY = """
import ctypes, sys, threading
from core.allocator import limit_arenas

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
if sys.argv[1] == "limited":
    assert limit_arenas()
gate = threading.Barrier(8)


def ask() -> None:
    gate.wait()
    libc.malloc(1000)
    gate.wait()


threads = [threading.Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, libc.fopen(sys.argv[2].encode(), b"w"))
libc.fflush(None)
"""


def count_heaps(how: str, told: Path) -> int:
    subprocess.run([sys.executable, "-c", BUSY, how, told], check=True)
    return told.read_text("utf-8").count("<heap nr=")


def test_threads_share_two_heaps(tmp_path: Path) -> None:
    free = count_heaps("free", tmp_path / "free.xml")
    limited = count_heaps("limited", tmp_path / "limited.xml")
    assert limited <= 2 < free

"""The allocators' limits, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BUSY = """
import ctypes, sys, threading
from core.allocator import LeanMemory

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
if sys.argv[1] == "limited":
    LeanMemory().__enter__()
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


RELEASING = """
import ctypes, time
import psutil
from core.allocator import LeanMemory

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]


def rss() -> int:
    return psutil.Process().memory_info().rss


with LeanMemory(every_s=0.05):
    before = rss()
    blocks = [libc.malloc(100_000) for _ in range(1_000)]
    [libc.memset(block, 1, 100_000) for block in blocks]
    assert rss() - before > 90_000_000
    [libc.free(block) for block in blocks[:-1]]
    ends = time.monotonic() + 30
    while rss() - before > 20_000_000:
        assert time.monotonic() < ends, rss() - before
        time.sleep(0.05)
"""


def test_what_is_freed_goes_back_to_the_system() -> None:
    subprocess.run([sys.executable, "-c", RELEASING], check=True)

"""Recorded files through the front door, each by its map."""

from simulators.replay.columns import Tally
from simulators.replay.map import ReplayMap, find_map, read_map
from simulators.replay.registration import registry_files
from simulators.replay.run import (
    ReplayOptions,
    ReplayReport,
    Sink,
    plan,
    replay,
    replay_file,
)

__all__ = [
    "ReplayMap",
    "ReplayOptions",
    "ReplayReport",
    "Sink",
    "Tally",
    "find_map",
    "plan",
    "read_map",
    "registry_files",
    "replay",
    "replay_file",
]

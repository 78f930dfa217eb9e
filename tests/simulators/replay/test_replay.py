"""Replay of small files: maps, times, zones, qualities, running sums, and every refusal."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from core.calendar import parse_time
from simulators.errors import DeliveryError, MapError, ReplayFileError
from simulators.replay import ReplayMap, ReplayOptions, find_map, plan, read_map, replay
from simulators.replay.columns import Column
from simulators.replay.map import MAPS

HEAD = """
title = "test"
[enterprise]
code = "91000000HF0000017A"
name = "x"
region_code = "800000"
region_name = "x"
sector_code = "3120"
[gateway]
code = "G"
"""
TIME = """
[time]
column = "t"
formats = ["%d.%m.%Y %H:%M"]
zone = "+08:00"
step_s = 3600
"""
POINT = """
[[points]]
column = "a"
code = "A"
kind = "interval"
flow = "purchased"
carrier = "electricity"
unit = "kWh"
"""


class ListSink:
    def __init__(self, *, durable: bool = True) -> None:
        self.messages: list[Mapping[str, Column]] = []
        self._durable = durable

    def send(self, series: Mapping[str, Column]) -> None:
        self.messages.append(series)

    def wait_empty(self, timeout_s: float) -> bool:
        return self._durable

    def column(self, code: str) -> list[tuple[int, float, int]]:
        return [
            (int(t), float(v), int(q))
            for message in self.messages
            if code in message
            for t, v, q in zip(*message[code], strict=True)
        ]


def make_map(tmp_path: Path, text: str) -> ReplayMap:
    path = tmp_path / "map.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_map(path)


def make_file(tmp_path: Path, *rows: str, header: str = "t,a") -> Path:
    path = tmp_path / "data.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def at(text: str) -> int:
    return parse_time(text)


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_that_comes_with_us_is_good(path: Path) -> None:
    assert read_map(find_map(path.stem)).points


def test_empty_cells_are_never_sent(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    file = make_file(tmp_path, "01.02.2020 00:00,1.5", "01.02.2020 01:00,", "01.02.2020 02:00,0")
    sink = ListSink()
    report = replay(file, given, sink)
    assert sink.column("A") == [
        (at("2020-02-01T00:00"), 1.5, 0),
        (at("2020-02-01T02:00"), 0.0, 0),
    ]
    assert (report.readings, report.tally.rows, report.tally.empty) == (2, 3, 1)


def test_end_labels_and_midnight_at_the_end_of_the_day(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + 'labels = "end"\nmidnight = "end-of-day"\n' + POINT)
    file = make_file(tmp_path, "31.12.2019 23:00,1", "31.12.2019 00:00,2", "01.01.2020 01:00,3")
    sink = ListSink()
    replay(file, given, sink)
    assert [t for t, _, _ in sink.column("A")] == [
        at("2019-12-31T22:00"),
        at("2019-12-31T23:00"),
        at("2020-01-01T00:00"),
    ]


def test_several_formats_gzip_byte_order_mark_and_scale(tmp_path: Path) -> None:
    text = TIME.replace('"]', '", "%m/%d/%Y %H"]') + POINT + "scale = -2.0\n"
    given = make_map(tmp_path, text)
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress("\ufefft,a\n01.02.2020 00:00,1\n2/1/2020 1,2\n".encode()))
    sink = ListSink()
    replay(path, given, sink)
    assert [v for _, v, _ in sink.column("A")] == [-2.0, -4.0]
    assert [t for t, _, _ in sink.column("A")] == [at("2020-02-01T00:00"), at("2020-02-01T01:00")]


def test_shift_moves_every_time(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    sink = ListSink()
    file = make_file(tmp_path, "01.02.2020 00:00,1")
    replay(file, given, sink, ReplayOptions(shift_ms=3_600_000))
    assert sink.column("A")[0][0] == at("2020-02-01T01:00")


def test_without_times_they_are_assumed_and_suspect(tmp_path: Path) -> None:
    time = '[time]\nzone = "UTC"\nstep_s = 600\nstart = { "data.csv" = "2020-01-01" }\n'
    given = make_map(tmp_path, time + POINT)
    sink = ListSink()
    report = replay(make_file(tmp_path, "1", "2", header="a"), given, sink)
    assert report.time_assumed
    assert sink.column("A") == [
        (at("2020-01-01T08:00"), 1.0, 1),
        (at("2020-01-01T08:10"), 2.0, 1),
    ]


def test_a_stretch_has_its_quality_at_both_edges(tmp_path: Path) -> None:
    stretch = '[[quality]]\nfrom = "01.02.2020 01:00"\nto = "01.02.2020 02:30"\nquality = 3\n'
    rows = [f"01.02.2020 0{hour}:00,1" for hour in range(6)]
    for labels, marked in (("start", [1, 2]), ("end", [1, 2, 3])):
        given = make_map(tmp_path, f'{TIME}labels = "{labels}"\n{stretch}{POINT}')
        sink = ListSink()
        replay(make_file(tmp_path, *rows), given, sink)
        assert [i for i, (_, _, q) in enumerate(sink.column("A")) if q == 3] == marked


@pytest.mark.parametrize("zone", ["America/New_York"])
def test_daylight_saving(tmp_path: Path, zone: str) -> None:
    rows = ["08.03.2020 01:00,1", "08.03.2020 02:00,2", "08.03.2020 03:00,3", "01.11.2020 01:00,4"]
    file = make_file(tmp_path, *rows)
    time = TIME.replace("+08:00", zone)
    with pytest.raises(ReplayFileError, match="leaves out"):
        plan(file, make_map(tmp_path, time + POINT))
    with pytest.raises(ReplayFileError, match="has twice"):
        plan(file, make_map(tmp_path, time + 'nonexistent = "skip"\n' + POINT))
    for which, hour in (("first", "05:00Z"), ("second", "06:00Z")):
        text = f'{time}nonexistent = "skip"\nambiguous = "{which}"\n{POINT}'
        sink = ListSink()
        report = replay(file, make_map(tmp_path, text), sink)
        assert report.tally.nonexistent == 1
        assert [(t, v) for t, v, _ in sink.column("A")] == [
            (at("2020-03-08T06:00Z"), 1.0),
            (at("2020-03-08T07:00Z"), 3.0),
            (at(f"2020-11-01T{hour}"), 4.0),
        ]


def test_intervals_add_up_to_a_register_across_frames(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT + 'as = "register"\nregister_start = 10.0\n')
    rows = [f"{1 + i // 24:02d}.01.2020 {i % 24:02d}:00,{i % 7}" for i in range(24 * 31)]
    sink = ListSink()
    replay(make_file(tmp_path, *rows), given, sink)
    column = sink.column("A")
    assert column[0][:2] == (at("2020-01-01T00:00"), 10.0)
    assert column[-1][0] == at("2020-02-01T00:00")
    assert np.diff([v for _, v, _ in column]).tolist() == [i % 7 for i in range(24 * 31)]


def test_a_register_needs_order(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT + 'as = "register"\n')
    with pytest.raises(ReplayFileError, match="order of time"):
        plan(make_file(tmp_path, "02.01.2020 00:00,1", "01.01.2020 00:00,1"), given)


@pytest.mark.parametrize("cell", ["x", "nan", "inf", "1_000", "1,5", "12h", "--"])
def test_a_bad_cell_refuses_the_file_before_anything_is_sent(tmp_path: Path, cell: str) -> None:
    given = make_map(tmp_path, TIME + POINT)
    file = make_file(tmp_path, "01.02.2020 00:00,1", f'01.02.2020 01:00,"{cell}"')
    sink = ListSink()
    with pytest.raises(ReplayFileError) as caught:
        replay(file, given, sink)
    assert not sink.messages
    assert "row 3, column 'a'" in str(caught.value)
    assert repr(cell) in str(caught.value)
    assert "--skip-bad" in str(caught.value)
    report = replay(file, given, sink, ReplayOptions(skip_bad=True))
    assert (report.readings, report.tally.skipped) == (1, 1)


def test_a_time_that_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    file = make_file(tmp_path, "01.02.2020 00:00,1", "2020/02/01 1h,1")
    with pytest.raises(ReplayFileError, match=r"row 3, column 't': '2020/02/01 1h' is no time"):
        plan(file, given)


def test_labels_with_an_offset_of_their_own_need_utc(tmp_path: Path) -> None:
    file = make_file(tmp_path, "2020-02-01T08:00+08:00,1", "2020-02-01 01:00Z,2")
    with pytest.raises(ReplayFileError, match="row 2"):
        plan(file, make_map(tmp_path, TIME + POINT))
    sink = ListSink()
    replay(file, make_map(tmp_path, TIME.replace("+08:00", "UTC") + POINT), sink)
    assert [t for t, _, _ in sink.column("A")] == [
        at("2020-02-01T00:00Z"),
        at("2020-02-01T01:00Z"),
    ]


def test_a_label_that_stands_twice_is_named(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    file = make_file(tmp_path, "01.02.2020 00:00,1", "01.02.2020 00:00,2")
    with pytest.raises(ReplayFileError, match="stood before"):
        plan(file, given)
    assert plan(file, given, skip_bad=True).readings == 1


def test_a_short_row_is_named(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    with pytest.raises(ReplayFileError, match=r"row 2.*too few cells"):
        plan(make_file(tmp_path, "01.02.2020 00:00"), given)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT.replace('"a"', '"b"'))
    with pytest.raises(MapError, match=r"column 'b' is not in the file, which has t, a"):
        plan(make_file(tmp_path, "01.02.2020 00:00,1"), given)


def test_a_file_that_is_not_there_not_text_or_cut(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    with pytest.raises(ReplayFileError, match="is not there"):
        plan(tmp_path / "none.csv", given)
    path = tmp_path / "data.csv"
    path.write_bytes(b"t,a\n\xff\xfe,1\n")
    with pytest.raises(ReplayFileError, match="utf-8"):
        plan(path, given)
    path.write_bytes(gzip.compress(b"t,a\n01.02.2020 00:00,1\n" * 200)[:60])
    with pytest.raises(ReplayFileError, match="cannot be read"):
        plan(path, given)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TIME.replace("+08:00", "Mars/Base") + POINT, "zone 'Mars/Base' is unknown"),
        (TIME.replace("+08:00", "+8") + POINT, "zone '\\+8' is unknown"),
        (TIME + POINT + "colour = 1\n", "colour"),
        (TIME + POINT.replace('"interval"', '"flow"'), "kind"),
        (TIME + POINT.replace('"kWh"', '"kWx"'), "kWx"),
        (TIME + POINT + POINT, "'A' twice"),
        (TIME + POINT + 'product_code = "P"\n', "'P' is no product"),
        (TIME + POINT.replace("interval", "gauge") + 'as = "register"\n', "gauge"),
        (TIME.replace("3600", "0") + POINT, "step_s = 0"),
        (TIME + 'start = "2020-01-01"\n' + POINT, "either the column"),
        (TIME + POINT + '[[quality]]\nfrom = "x"\nto = "y"\nquality = 3\n', "'x' cannot be read"),
        (TIME + POINT + '[[quality]]\nfrom = "x"\nto = "y"\nquality = 9\n', "quality 9"),
        (TIME, "points"),
        ("[time", "not TOML"),
    ],
)
def test_a_bad_map_says_what_and_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MapError, match=message) as caught:
        make_map(tmp_path, text)
    assert "To mend" in str(caught.value)


def test_a_wrong_credit_code_in_a_map(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text((HEAD + TIME + POINT).replace("0000017A", "0000017B"), encoding="utf-8")
    with pytest.raises(MapError, match="check character"):
        read_map(path)


def test_a_map_that_is_not_there() -> None:
    with pytest.raises(MapError, match="steel_industry"):
        find_map("nothing")


def test_what_is_not_durable_in_time_is_said(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    file = make_file(tmp_path, "01.02.2020 00:00,1")
    with pytest.raises(DeliveryError, match="not all are durable"):
        replay(file, given, ListSink(durable=False), ReplayOptions(timeout_s=0))


def test_speed_holds_back_and_progress_is_told(tmp_path: Path) -> None:
    given = make_map(tmp_path, TIME + POINT)
    rows = [f"01.02.2020 0{hour}:00,1" for hour in range(5)]
    told: list[tuple[int, int]] = []
    options = ReplayOptions(speed=72_000.0, progress=lambda sent, of: told.append((sent, of)))
    report = replay(make_file(tmp_path, *rows), given, ListSink(), options)
    assert report.seconds >= 4 * 3600 / 72_000.0
    assert report.messages == 2
    assert told[-1] == (5, 5)

"""Several processes write one registry at the same time: nothing is lost, no sleeper writes."""

import random
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.calendar import HOUR_MS
from core.clock import monotonic_s
from core.errors import RegistryError
from core.registry import postgresql
from core.registry.database import open_registry
from core.registry.lease import HeldLease
from core.registry.marks import clear_marks, count_marks, mark_hours, read_marks
from core.registry.models import Region
from core.registry.results import CourierMark

pytestmark = pytest.mark.postgresql
CODES = ("91150600MA0TEST01A", "91150600MA0TEST02B")
HOURS = 12
SLEEPER = """
import sys
from core.errors import NenghengError
from core.registry import postgresql
from core.registry.database import open_registry
from core.registry.lease import HeldLease
from core.registry.models import Region
postgresql.SILENT_WRITER_S = 1
with open_registry(sys.argv[1]) as registry:
    lease = HeldLease(registry, "sleeper", 0.3, name="n")
    assert lease.acquire()
    try:
        with registry.session() as session:
            lease.check(session)
            session.add(Region(code="110000", name="sleeper"))
            session.flush()
            print("in the middle", flush=True)
            sys.stdin.readline()
        print("written", flush=True)
    except NenghengError as error:
        print(type(error).__name__, flush=True)
    try:
        with registry.session() as session:
            lease.check(session)
            session.add(Region(code="120000", name="sleeper"))
        print("written", flush=True)
    except NenghengError as error:
        print(type(error).__name__, flush=True)
"""


class Feed:
    """Counts what was written of each hour, and what the job has seen of it."""

    def __init__(self) -> None:
        self.written = {(code, hour * HOUR_MS): 0 for code in CODES for hour in range(HOURS)}
        self.seen: dict[tuple[str, int], int] = {}
        self.guard = threading.Lock()
        self.done = threading.Event()

    def carry(self, url: str, name: str, chance: random.Random) -> None:
        """Write some hours, then mark them, again and again."""
        with open_registry(url) as registry:
            for number in range(40):
                some = chance.sample(sorted(self.written), chance.randint(1, HOURS))
                with self.guard:
                    for key in some:
                        self.written[key] += 1
                while not wrote(registry, lambda s, n=number, k=some: mark(s, name, n, k)):
                    pass

    def work_off(self, url: str) -> None:
        """Read marks, take up what they tell of, clear them; until all is done."""
        with open_registry(url) as registry:
            marks, last = [], False
            while marks or not last:
                last = self.done.is_set()
                with registry.read() as session:
                    marks = read_marks(session)
                with self.guard:
                    self.seen |= {mark[:2]: self.written[mark[:2]] for mark in marks}
                wrote(registry, lambda s, m=marks: clear_marks(s, m))


def mark(session, name: str, number: int, hours: list[tuple[str, int]]) -> None:
    session.merge(CourierMark(collector=name, row=number))
    mark_hours(session, hours)


def wrote(registry, act) -> bool:
    """Tell whether it was written, or another writer had to go first."""
    try:
        with registry.session() as session:
            act(session)
    except RegistryError as error:
        if "let another writer go first" not in str(error):
            raise
        return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_no_mark_is_lost_between_couriers_and_the_job_that_clears(postgres_url, seed):
    """Whatever was written before a mark is seen by the job after the mark."""
    feed = Feed()
    chances = [random.Random(10 * seed + collector) for collector in range(3)]
    with ThreadPoolExecutor(4) as pool:
        job = pool.submit(feed.work_off, postgres_url)
        carried = [
            pool.submit(feed.carry, postgres_url, f"c{n}", chance)
            for n, chance in enumerate(chances)
        ]
        for courier in carried:
            courier.result(60)
        feed.done.set()
        job.result(60)
    assert feed.seen == {key: number for key, number in feed.written.items() if number}
    with open_registry(postgres_url) as registry, registry.read() as session:
        assert count_marks(session) == 0


def test_a_holder_stopped_in_the_middle_writes_nothing_when_it_wakes(postgres_url, monkeypatch):
    monkeypatch.setattr(postgresql, "SILENT_WRITER_S", 1)
    sleeper = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, postgres_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sleeper.stdout is not None
    assert sleeper.stdout.readline() == "in the middle\n"
    sleeper.send_signal(signal.SIGSTOP)
    with open_registry(postgres_url) as registry:
        other = HeldLease(registry, "other", 0.3, name="n")
        ends_s = monotonic_s() + 30
        while not other.acquire():
            assert monotonic_s() < ends_s, "the lease was never taken over"
        assert other.number == 2
        with registry.session() as session:
            other.check(session)
            session.add(Region(code="130000", name="other"))
        sleeper.send_signal(signal.SIGCONT)
        told, _ = sleeper.communicate("wake\n", timeout=60)
        assert told.split() == ["RegistryError", "LeaseLostError"]
        with registry.read() as session:
            assert session.scalars(select(Region.code)).all() == ["130000"]


def test_of_many_candidates_one_holds_the_lease_at_a_time(postgres_url):
    """Each adds one to a count under its lease and gives it back: no addition is lost."""
    rounds = 6

    def compete(number: int) -> None:
        with open_registry(postgres_url) as registry:
            lease = HeldLease(registry, f"candidate {number}", 60.0, name="n")
            for _ in range(rounds):
                ends_s = monotonic_s() + 60
                while not lease.acquire():
                    assert monotonic_s() < ends_s
                with registry.session() as session:
                    lease.check(session)
                    row = session.get(CourierMark, "count") or CourierMark(collector="count", row=0)
                    row.row += 1
                    session.add(row)
                lease.release()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(compete, range(3)))
    with open_registry(postgres_url) as registry, registry.read() as session:
        assert session.scalar(select(CourierMark.row)) == 3 * rounds

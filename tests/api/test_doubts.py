"""The order in which doubtful enterprises are listed."""

from __future__ import annotations

from api.services.doubts import Doubt
from api.services.standings import Supervised

ONE = Supervised("C", "n", "150000", "r")


def test_worst_first() -> None:
    undetermined = Doubt(1, 0.95, 0, 0, ONE)
    unseen = Doubt(0, None, 0, 0, ONE)
    thin = Doubt(0, 0.4, 9, 9, ONE)
    noisy = Doubt(0, 0.95, 3, 0, ONE)
    gaps = Doubt(0, 0.95, 0, 5, ONE)
    given = [gaps, thin, undetermined, noisy, unseen]
    assert sorted(given, key=Doubt.rank) == [undetermined, unseen, thin, noisy, gaps]


def test_only_what_is_wrong_is_listed() -> None:
    assert not Doubt(0, 0.9, 0, 0, ONE).is_real(0.9)
    for wrong in ((1, 1.0, 0, 0), (0, 0.89, 0, 0), (0, None, 0, 0), (0, 1.0, 1, 0), (0, 1.0, 0, 1)):
        assert Doubt(*wrong, ONE).is_real(0.9)

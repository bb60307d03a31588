"""Counts over a window that slides."""

from jishi.surfaces.design import counting

RULE = counting.rule_of("6/minute")
START = 1_700_000_040.0  # a full minute


def test_as_many_as_the_rule_says_are_allowed_and_no_more():
    windows = counting.Windows()
    standings = [windows.hit(RULE, "a", "x", at=START + n) for n in range(8)]
    assert [one.is_allowed for one in standings] == [True] * 6 + [False] * 2
    assert [one.remaining for one in standings] == [5, 4, 3, 2, 1, 0, 0, 0]
    assert standings[0].reset_at == START + 60


def test_keys_are_counted_apart():
    windows = counting.Windows()
    for _ in range(6):
        windows.hit(RULE, "a", "x", at=START)
    assert not windows.hit(RULE, "a", "x", at=START).is_allowed
    assert windows.hit(RULE, "a", "y", at=START).is_allowed
    assert windows.hit(RULE, "b", "x", at=START).is_allowed


def test_the_window_before_counts_by_its_rest():
    windows = counting.Windows()
    for _ in range(6):
        windows.hit(RULE, "a", at=START)
    assert not windows.hit(RULE, "a", at=START + 60).is_allowed
    assert [windows.hit(RULE, "a", at=START + 90).is_allowed for _ in range(4)] == [
        *(True, True, True),
        False,
    ]
    assert windows.hit(RULE, "a", at=START + 180).remaining == 5


def test_refused_tries_do_not_count():
    windows = counting.Windows()
    for _ in range(60):
        windows.hit(RULE, "a", at=START)
    assert windows.hit(RULE, "a", at=START + 119).is_allowed


def test_keys_whose_window_has_passed_are_dropped(monkeypatch):
    monkeypatch.setattr(counting, "MOST", 3)
    windows = counting.Windows()
    for key in "abc":
        windows.hit(RULE, key, at=START)
    windows.hit(RULE, "d", at=START + 600)
    assert len(windows._counts) == 1
    windows.forget()
    assert windows.hit(RULE, "d", at=START + 600).remaining == 5

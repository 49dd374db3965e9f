"""Drawing: how a stretch of time is put into words."""

import pytest

from sophia.planner.draw import window_words
from sophia.spec.params import Window


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2010-01-01", "2011-01-01", "2010"),
        ("2009-01-01", "2012-01-01", "2009 to 2011"),
        ("2000-01-01", None, "Since 2000"),
        (None, "2020-04-01", "Until 31 Mar 2020"),
        ("2020-03-01", "2020-04-01", "1 Mar 2020 to 31 Mar 2020"),
        ("2020-03-07", "2020-03-08", "7 Mar 2020"),
        ("2020-01-01", "2020-04-01", "1 Jan 2020 to 31 Mar 2020"),
        (None, None, ""),
    ],
)
def test_a_stretch_between_two_dates_reads_as_people_say_it(start: str | None, end: str | None, words: str) -> None:
    assert window_words(Window(kind="between", start=start, end=end)) == words

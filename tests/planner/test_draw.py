"""Drawing: how a stretch of time is put into words."""

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.chart import Profile
from sophia.planner.draw import draw, window_words
from sophia.planner.plan import PlannedAsk
from sophia.planner.question import dataset_of
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


MEMBER = Table(
    name="member",
    entity="member",
    columns=[
        Column(name="name", type="text", role="label"),
        Column(name="phone", type="text", role="text"),
        Column(name="club", type="text", role="category"),
    ],
)
CLUBS = Catalog(connection="clubs", source="csv", tables=[MEMBER])


@pytest.mark.parametrize(("shown", "kinds"), [("phone", "phone numbers"), ("club", "")])
def test_a_list_with_personal_data_says_so_beside_it(shown: str, kinds: str) -> None:
    ask = PlannedAsk(task="rows", connection="clubs", table="member", columns=("member.name", f"member.{shown}"))
    made = draw(ask, dataset_of(ask, CLUBS), "table", Profile(2, (), 5, False, False), CLUBS)
    note = made.note.text if made.note else ""
    assert (f"personal data ({kinds})" in note) is bool(kinds)

"""Slack: what the demo company says day by day comes back from a simulated workspace, and no word of it."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from slack_sdk import WebClient

from sophia.demo.slack import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.slack import SOURCE, SlackConfig
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told, served
from tests.services.slack import Slack
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

DESCRIPTION = Path(__file__).parents[3] / "shared" / "data" / "specs" / "slack.json.gz"
DAYS = 46


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def line_to(folder: Path, slack: Slack, **changed: Any) -> Line:
    assert SOURCE.sync is not None
    config = SlackConfig(token=SecretStr(slack.token), **({"days": DAYS} | changed))

    def answer(asked: Asked) -> Told:
        slack.now = line.now
        return slack.answer(asked)

    line = Line(folder, SOURCE.sync, config, answer, slack.now)
    return line


@pytest.fixture(scope="module")
def synced(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Slack, Outcome]:
    slack = Slack(world)
    line = line_to(tmp_path_factory.mktemp("slack"), slack)
    done = line.run()
    assert done.ok, (done.errors, done.until)
    return line, slack, done


@pytest.fixture
def small(world: World, tmp_path: Path) -> tuple[Line, Slack]:
    """Two channels with a week of talk, synced once."""
    slack = Slack(world, first=date(2026, 11, 9))
    slack.channels = dict(list(slack.channels.items())[:2])
    line = line_to(tmp_path, slack)
    done = line.run()
    assert done.ok, done.errors
    return line, slack


def total(line: Line, done: Outcome, column: str = "messages") -> int:
    return int(line.ask(done, f"SELECT sum({column}) FROM message_day")[0][0])


def test_channels_and_every_days_figures_equal_the_demo_companys(
    world: World, synced: tuple[Line, Slack, Outcome]
) -> None:
    _, slack, done = synced
    same = lambda _, value: value  # noqa: E731
    found = [differences(done.published, "slack", "channel", dict(fill(world))["channel"], same)]
    found.append(differences(done.published, "slack", "message_day", slack.rows, same))
    assert "\n".join(filter(None, found)) == ""


def test_the_pack_keeps_all_of_its_parts(synced: tuple[Line, Slack, Outcome], tmp_path: Path) -> None:
    assert lost(synced[2].published, "slack", tmp_path) == set()


def test_no_word_that_was_said_is_kept_anywhere(synced: tuple[Line, Slack, Outcome]) -> None:
    line, _, done = synced
    kept = [path.read_bytes() for path in line.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"canary text" in content for content in kept)
    assert "canary" not in str(done)


def test_slacks_own_library_reads_the_same_from_the_simulator(small: tuple[Line, Slack]) -> None:
    line, slack = small
    line.now += timedelta(minutes=10)
    slack.now = line.now
    slack.say(next(iter(slack.channels)))
    done = line.run()
    slack.unlimited = True
    with served(slack.answer) as url:
        client = WebClient(token=slack.token, base_url=f"{url}/api/")
        channels = [one for page in client.conversations_list(limit=1) for one in page["channels"]]
        said: dict[tuple[str, str], int] = {}
        for channel in channels:
            for page in client.conversations_history(channel=channel["id"], limit=20):
                for message in page["messages"]:
                    said[channel["id"], message["ts"]] = 1
                    if message.get("reply_count"):
                        thread = client.conversations_replies(channel=channel["id"], ts=message["ts"], limit=200)
                        said |= {(channel["id"], one["ts"]): 1 for one in thread["messages"]}
    assert {one["id"] for one in channels} == {row[0] for row in line.table(done, "channel")}
    assert total(line, done) == len(said)


@pytest.mark.skipif(not DESCRIPTION.exists(), reason="Slack's published description is not here")
def test_every_call_keeps_to_slacks_published_description(world: World, tmp_path: Path) -> None:
    paths = json.loads(gzip.decompress(DESCRIPTION.read_bytes()))["paths"]
    slack = Slack(world, first=date(2026, 11, 14))
    asked: list[Asked] = []

    def noted(one: Asked) -> Told:
        asked.append(one)
        slack.now = line.now
        return slack.answer(one)

    line = line_to(tmp_path, slack)
    line.answers = noted
    line.run()
    assert {one.path.removeprefix("/api") for one in asked} >= {"/conversations.list", "/conversations.replies"}
    for one in asked:
        described = paths[one.path.removeprefix("/api")]["get"]
        assert set(one.query) <= {parameter["name"] for parameter in described["parameters"]}, one.path


def test_a_cycle_without_news_asks_each_list_and_each_channel_once(small: tuple[Line, Slack]) -> None:
    line, slack = small
    line.now += timedelta(minutes=10)
    slack.calls.clear()
    done = line.run()
    assert done.published is None
    histories = [method for _, method in slack.calls if method == "conversations.history"]
    assert len(histories) == len(slack.channels)
    assert done.calls <= 2 + len(slack.channels) + 2, (
        "besides the histories: two lists, and threads of the last minutes"
    )


def test_new_replies_reactions_and_deletions_are_carried_over(small: tuple[Line, Slack]) -> None:
    line, slack = small
    channel = next(iter(slack.channels))
    recent = max(ts for ts, one in slack.messages[channel].items() if not one.get("reply_count"))
    line.now += timedelta(minutes=10)
    slack.now = line.now
    before = len(slack.messages[channel])
    slack.say(channel, thread=recent)
    slack.messages[channel][recent]["reactions"] = [{"name": "tada", "users": [], "count": 1000}]
    done = line.run()
    sql = f"SELECT sum(messages), sum(reactions) FROM message_day WHERE channel_id = '{channel}'"
    ((messages, reactions),) = line.ask(done, sql)
    assert reactions > 1000
    gone = next(ts for ts, one in slack.messages[channel].items() if not one.get("reply_count"))
    del slack.messages[channel][gone]
    line.now += timedelta(hours=25)
    assert line.ask(line.run(), sql)[0][0] == messages - 1
    assert before


def test_bots_and_notices_do_not_count(small: tuple[Line, Slack]) -> None:
    line, slack = small
    channel = next(iter(slack.channels))
    line.now += timedelta(minutes=10)
    slack.now = line.now
    for parts in ({"subtype": "channel_join"}, {"bot_id": "B1", "subtype": "bot_message"}):
        slack.messages[channel][slack.say(channel)] |= parts
    slack.say(channel)
    sql = f"SELECT sum(messages) FROM message_day WHERE channel_id = '{channel}' AND day = DATE '2026-11-16'"
    assert line.ask(line.run(), sql) == [(1,)]


def test_days_and_working_hours_are_those_of_the_time_zone(world: World, tmp_path: Path) -> None:
    slack = Slack(world, first=date(2026, 11, 30))
    channel = next(iter(slack.channels))
    slack.now = slack.now.replace(day=12, hour=23, minute=30)  # the next morning in Tokyo
    slack.say(channel)
    line = line_to(tmp_path, slack, timezone="Asia/Tokyo")
    assert line.ask(line.run(), "SELECT day, after_hours FROM message_day") == [(date(2026, 11, 13), 0)]


def test_a_missing_scope_is_said_and_leaves_the_channels(world: World, tmp_path: Path) -> None:
    slack = Slack(world, first=date(2026, 11, 15), refused={"conversations.history"})
    done = line_to(tmp_path, slack).run()
    assert "channels:history" in done.errors["messages"]
    assert (done.tables["channel"], done.tables["message_day"]) == (len(slack.channels), 0)


def test_a_wrong_token_is_said_without_the_token(world: World, tmp_path: Path) -> None:
    assert SOURCE.sync is not None
    config = SlackConfig(token=SecretStr("xoxb-c4n4ry-token"))
    line = Line(tmp_path, SOURCE.sync, config, Slack(world, first=date(2026, 11, 15)).answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), config)
    done = line.run()
    assert set(done.errors) == {"channels", "messages"}
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(config) + str(SOURCE.sync.target(config))


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="is no time zone"):
        SlackConfig(token=SecretStr("xoxb-0123456789"), timezone="Berlin")


def test_hours_of_talk_stay_within_fifty_calls_a_minute_and_fresh(world: World, tmp_path: Path) -> None:
    # The limits are per minute: six hours of cycles stand for a day.
    slack = Slack(world, first=date(2026, 11, 15))
    line = line_to(tmp_path, slack)
    assert line.run().ok
    channels = list(slack.channels)
    for number in range(36):
        line.now += timedelta(minutes=10)
        slack.now = line.now
        said = slack.say(channels[number % len(channels)])
        slack.say(channels[number % len(channels)], thread=said)
        done = line.run()
        assert done.ok, (done.errors, done.until)
        sql = "SELECT sum(messages), sum(replies) FROM message_day WHERE day >= DATE '2026-11-16'"
        assert line.ask(done, sql) == [(2 * (number + 1), number + 1)]
    assert slack.throttled == 0

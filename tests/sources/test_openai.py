"""OpenAI: what the demo company's calls used and cost comes back from a simulated usage API, exact in every sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openai
import pytest
from pydantic import SecretStr

from sophia.demo.models import ModelCall
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.openai import SOURCE, OpenaiConfig
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told, served
from tests.services.openai import OpenAI
from tests.sources.published import lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

STREAMS = 4
SUMS = "sum(input_tokens), sum(output_tokens)"


@pytest.fixture(scope="module")
def calls() -> list[ModelCall]:
    return World(1).model_calls


def line_to(folder: Path, api: OpenAI, days: int = 30) -> Line:
    assert SOURCE.sync is not None

    def answer(asked: Asked) -> Told:
        api.now = line.now
        return api.answer(asked)

    line = Line(folder, SOURCE.sync, OpenaiConfig(key=SecretStr(api.key), days=days), answer, api.now)
    return line


@pytest.fixture(scope="module")
def synced(calls: list[ModelCall], tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, OpenAI, Outcome]:
    api = OpenAI(calls)
    line = line_to(tmp_path_factory.mktemp("openai"), api, days=1000)
    done = line.run()
    assert done.ok, done.errors
    return line, api, done


@pytest.fixture
def small(calls: list[ModelCall], tmp_path: Path) -> tuple[Line, OpenAI]:
    api = OpenAI([call for call in calls if call.called_at >= datetime(2026, 11, 1)])
    line = line_to(tmp_path, api)
    assert line.run().ok
    return line, api


def by_hour(calls: list[ModelCall]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for call in calls:
        key = call.called_at.replace(minute=0, second=0, microsecond=0), call.model, call.purpose
        found[(*key, "calls")] += 1
        found[(*key, "in")] += call.input_tokens
        found[(*key, "out")] += call.output_tokens
    return found


def test_calls_and_tokens_of_every_hour_project_and_model_equal_the_demo_companys(
    calls: list[ModelCall], synced: tuple[Line, OpenAI, Outcome]
) -> None:
    line, api, done = synced
    rows = line.ask(done, f"SELECT called_at, model, purpose, count(*), {SUMS} FROM llm_call GROUP BY ALL")
    found = {
        (*row[:3], name): value for row in rows for name, value in zip(("calls", "in", "out"), row[3:], strict=True)
    }
    kept = [call for call in calls if call.called_at.date() >= api.now.date() - timedelta(days=1000)]
    assert found == dict(by_hour(kept))


def test_the_cost_of_every_day_project_and_model_equals_the_demo_companys_to_a_thousandth_of_a_cent(
    calls: list[ModelCall], synced: tuple[Line, OpenAI, Outcome]
) -> None:
    line, api, done = synced
    wanted: dict[tuple[date, str, str], float] = defaultdict(float)
    for call in calls:
        if call.called_at.date() >= api.now.date() - timedelta(days=1000):
            wanted[call.called_at.date(), call.model, call.purpose] += call.cost
    sql = "SELECT CAST(called_at AS DATE), model, purpose, CAST(sum(cost) AS DOUBLE) FROM llm_call GROUP BY ALL"
    found = {row[:3]: row[3] for row in line.ask(done, sql)}
    assert found.keys() == wanted.keys()
    assert [key for key in wanted if found[key] != pytest.approx(wanted[key], abs=1e-4)] == []


def test_the_pack_of_the_demo_applies_whole_and_what_openai_does_not_know_stays_empty(
    synced: tuple[Line, OpenAI, Outcome], tmp_path: Path
) -> None:
    line, _, done = synced
    assert lost(done.published, "openai", tmp_path) <= {
        "answer_vote.question_id=question_log.question_id",
        "question_log.question_id=answer_vote.question_id",
    }
    assert (done.tables["question_log"], done.tables["answer_vote"]) == (0, 0)
    assert line.ask(done, "SELECT count(ms), count(ok) FROM llm_call") == [(0, 0)]


def test_costs_of_no_model_are_part_of_the_total(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    line.now += timedelta(hours=1)
    moment = datetime(2026, 11, 15, 12)
    api.extra = [(moment, "answer", "web search", 2.0), (moment, "lab", "image models", 3.0)]
    done = line.run()
    sql = "SELECT count(*), CAST(sum(cost) AS DOUBLE) FROM llm_call"
    count, total = line.ask(done, sql)[0]
    assert count == len(api.calls) + 1
    assert total == pytest.approx(sum(call.cost for call in api.calls) + 5.0, abs=1e-3)
    assert line.ask(done, "SELECT model, purpose, CAST(cost AS DOUBLE) FROM llm_call WHERE model = 'other'") == [
        ("other", "proj_lab", 3.0)
    ]


def test_an_unchanged_cycle_asks_once_per_list_and_publishes_nothing(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    line.now += timedelta(minutes=1)
    api.asked.clear()
    done = line.run()
    assert (done.ok, done.published, len(api.asked)) == (True, None, STREAMS)


def test_a_correction_of_yesterdays_usage_arrives(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    line.now += timedelta(hours=1)
    late = ModelCall(datetime(2026, 11, 14, 9, 5), "gpt-small-2", "answer", 1001, 10, 500, 0.0, True)
    api.calls = [*api.calls, late]
    done = line.run()
    assert line.ask(done, "SELECT count(*) FROM llm_call") == [(len(api.calls),)]


def test_a_day_of_hourly_cycles_is_fresh_and_never_too_fast(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    begun = line.now
    for number in range(1, 25):
        line.now = begun + timedelta(hours=number)
        at = line.now.replace(tzinfo=None, minute=0, second=0)
        api.calls = [*api.calls, ModelCall(at, "gpt-small-2", "answer", number, 1, 500, 0.0, True)]
        done = line.run()
        assert done.ok, done.errors
        assert line.ask(done, "SELECT max(called_at) FROM llm_call") == [(at,)]
    assert api.throttled == 0


def test_too_many_calls_are_waited_for(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    line.now += timedelta(minutes=5)
    api.per_minute = 2
    assert line.run().ok
    assert api.throttled > 0


def test_usage_that_the_key_may_not_read_leaves_the_rest(calls: list[ModelCall], tmp_path: Path) -> None:
    api = OpenAI(calls[-50:])
    api.refused = {"usage/embeddings", "projects"}
    done = line_to(tmp_path, api).run()
    assert set(done.errors) == {"embeddings", "projects"}
    assert done.tables["llm_call"] == 50
    assert api.key not in str(done)


def test_a_wrong_key_is_said_without_the_key(calls: list[ModelCall], tmp_path: Path) -> None:
    assert SOURCE.sync is not None
    config = OpenaiConfig(key=SecretStr("sk-admin-c4n4ry"))
    line = Line(tmp_path, SOURCE.sync, config, OpenAI(calls[-5:]).answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), config)
    done = line.run()
    assert len(done.errors) == STREAMS
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(config) + str(SOURCE.sync.target(config))


def test_openais_own_library_reads_the_same_from_the_simulator(small: tuple[Line, OpenAI]) -> None:
    line, api = small
    line.now += timedelta(seconds=1)
    start = int((line.now - timedelta(days=30)).replace(hour=0, minute=0, second=0).timestamp())
    used: Counter[str] = Counter()
    spent = 0.0
    with served(api.answer) as address:
        client = openai.OpenAI(api_key="none", admin_api_key=api.key, base_url=f"{address}/v1", max_retries=0)
        usage, page = client.admin.organization.usage, openai.omit
        names = {project.id: project.name for project in client.admin.organization.projects.list(limit=2)}
        while True:
            found = usage.completions(
                start_time=start, bucket_width="1h", limit=168, group_by=["project_id", "model"], page=page
            )
            for result in (one for bucket in found.data for one in bucket.results):
                assert result.object == "organization.usage.completions.result"
                used["calls"] += result.num_model_requests
                used["tokens"] += result.input_tokens + result.output_tokens
                assert result.project_id in names
            if not found.next_page:
                break
            page = found.next_page
        for cost in (one for bucket in usage.costs(start_time=start, limit=180).data for one in bucket.results):
            assert cost.object == "organization.costs.result"
            assert cost.amount is not None
            spent += cost.amount.value or 0.0
    outcome = line.run()
    shown = outcome.published or line.folder / "snap1.duckdb"
    done = Outcome(published=shown)
    sql = "SELECT count(*), sum(input_tokens + output_tokens), CAST(sum(cost) AS DOUBLE) FROM llm_call"
    ((count, tokens, cost_found),) = line.ask(done, sql)
    assert (count, tokens) == (used["calls"], used["tokens"])
    assert cost_found == pytest.approx(spent, abs=1e-3)

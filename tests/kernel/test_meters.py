"""What is counted comes out: for Prometheus as totals, for CloudWatch minute by minute."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from sophia.kernel.meters import KEPT, Meters, Sample


def totals(meters: Meters) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(meters.exposition().decode()):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0) + sample.value
    return found


def test_a_request_is_counted_with_its_time() -> None:
    meters = Meters()
    meters.request("GET", "/d/{slug}", 200, 0.3)
    meters.request("GET", "/d/{slug}", 503, 2.5)
    assert (totals(meters)["sophia_http_seconds_count"], totals(meters)["sophia_http_seconds_sum"]) == (2, 2.8)
    line = meters.line()
    assert (line["Requests"], line["ServerErrors"], line["ResponseTime"]) == (2, 1, [0.3, 2.5])


def test_a_line_tells_only_what_happened_since_the_last() -> None:
    meters = Meters()
    meters.opened("ceo")
    assert meters.line()["DashboardOpens"] == 1
    again = meters.line()
    assert again["DashboardOpens"] == 0
    assert "ResponseTime" not in again


def test_a_line_is_what_cloudwatch_reads() -> None:
    meters = Meters(clock=lambda: 1_790_000_000.0)
    meters.request("GET", "/", 200, 0.1)
    line = meters.line()
    assert line["_aws"]["Timestamp"] == 1_790_000_000_000
    (about,) = line["_aws"]["CloudWatchMetrics"]
    assert (about["Namespace"], about["Dimensions"]) == ("Sophia", [[]])
    assert {item["Name"] for item in about["Metrics"]} == set(line) - {"_aws"}
    assert len(set(line) - {"_aws"}) <= 10, "each further metric is billed"
    assert "JobsWaiting" not in line
    meters.waiting(3)
    assert meters.line()["JobsWaiting"] == 3


def test_an_unreachable_source_is_down_until_it_answers() -> None:
    meters = Meters()
    meters.queried("billing", "source_unreachable", 5.0)
    assert (totals(meters)["sophia_source_up"], meters.line()["SourceFailures"]) == (0, 1)
    meters.queried("billing", "ok", 0.1)
    assert (totals(meters)["sophia_source_up"], meters.line()["SourceFailures"]) == (1, 0)


def test_a_wrong_query_is_no_failure_of_its_source() -> None:
    meters = Meters()
    meters.queried("billing", "query_failed", 0.1)
    assert (totals(meters)["sophia_source_up"], meters.line()["SourceFailures"]) == (1, 0)


def test_a_refused_sentence_is_no_failure_and_a_silent_model_is_one() -> None:
    meters = Meters()
    meters.changed("generate", "refused", 0.1)
    meters.called_model("openai", "timeout", 10.0, None)
    line = meters.line()
    assert (line["Generations"], line["GenerationFailures"], line["ModelCost"]) == (1, 1, 0)


def test_a_model_costs_what_its_calls_cost() -> None:
    meters = Meters()
    meters.called_model("openai", "answered", 1.0, 0.02)
    meters.called_model("openai", "answered", 1.0, 0.01)
    assert round(meters.line()["ModelCost"], 6) == 0.03
    assert round(totals(meters)["sophia_model_cost_dollars_total"], 6) == 0.03


def test_people_are_active_for_a_quarter_of_an_hour_and_counted_once() -> None:
    now = [0.0]
    meters = Meters(clock=lambda: now[0])
    for viewer in ("ada", "bob", "ada"):
        meters.saw(viewer)
    assert totals(meters)["sophia_active_viewers"] == 2
    now[0] = 901.0
    assert meters.line()["ActiveViewers"] == 0
    assert "ada" not in meters.exposition().decode()


def test_a_sample_never_outgrows_one_line_and_spans_the_whole_minute() -> None:
    sample = Sample()
    for value in range(10_000):
        sample.add(float(value))
    assert len(sample.values) <= KEPT
    assert sample.values[0] == 0
    assert sample.values[-1] > 9_000

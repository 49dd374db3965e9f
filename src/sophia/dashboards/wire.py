"""Replies as bytes: a spec is stored as JSON and goes out as it is, without being read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from sophia.dashboards.change import Done
from sophia.dashboards.service import react_of
from sophia.dashboards.shelf import Opened
from sophia.dashboards.store import Head, Version
from sophia.planner.outcome import Evidence, Placed, Queried, Step, Understood
from sophia.query.encode import encode
from sophia.spec.dashboard import Dashboard


def url_of(slug: str) -> str:
    """Return where a dashboard is opened, on this server."""
    return f"/d/{slug}"


def summary(head: Head, demo: Mapping[str, bool]) -> dict[str, Any]:
    """Return a dashboard as lists show it; `demo` tells which connections hold demo data."""
    shown = asdict(head)
    return {**shown, "url": url_of(head.slug), "demo": any(demo[name] for name in head.connections)}


def dashboard_reply(saved: Version, spec: Dashboard | None = None) -> bytes:
    """Return a DashboardReply; with `spec` it carries the React source."""
    react = react_of(saved.dashboard_id, saved.version, spec) if spec is not None else None
    return orjson.dumps(
        {
            "dashboard_id": saved.dashboard_id,
            "slug": saved.slug,
            "url": url_of(saved.slug),
            "version": saved.version,
            "spec": orjson.Fragment(saved.spec),
            "react": react,
        }
    )


def opened_reply(opened: Opened) -> bytes:
    """Return an opened dashboard with its React source."""
    return dashboard_reply(opened.saved, opened.spec)


def change_reply(done: Done) -> bytes:
    """Return a ChangeReply."""
    outcome = done.outcome
    return orjson.dumps(
        {
            "dashboard_id": done.spec.id,
            "slug": done.slug,
            "url": url_of(done.slug),
            "version": done.version,
            "spec": orjson.Fragment(done.spec.model_dump_json()),
            "react": react_of(done.spec.id, done.version, done.spec),
            "understood": outcome.understood,
            "assumptions": outcome.assumptions,
            "not_understood": [asdict(missed) for missed in outcome.not_understood],
            "evidence": [evidence_reply(line) for line in outcome.evidence],
            "changes": outcome.changes,
            "component_ids": outcome.component_ids,
            "preview": done.preview,
            "made_by": asdict(outcome.made_by),
        },
        default=str,
    )


def step_event(step: Step) -> tuple[str, bytes]:
    """Return a planner's step as an event's name and data."""
    if isinstance(step, Understood):
        return "understood", orjson.dumps(asdict(step))
    if isinstance(step, Queried):
        line = evidence_reply(step.evidence)
        shown = {key: line[key] for key in ("dataset", "connection", "rows", "ms", "status")}
        return "queried", orjson.dumps(shown)
    assert isinstance(step, Placed)
    results = {key: orjson.Fragment(encode(result)) for key, result in step.results.items()}
    return "placed", orjson.dumps({"component": step.component.model_dump(mode="json"), "datasets": results})


def evidence_reply(line: Evidence) -> dict[str, Any]:
    """Return evidence as it goes over the wire."""
    return {**asdict(line), "ms": round(line.ms, 2)}

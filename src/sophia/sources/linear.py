"""Linear: teams, projects, cycles and issues with their way through the states, read by GraphQL.

What the API does not have and is computed: a team's capacity (mean points of its last six finished cycles), a project's
forecast (its pace so far), points committed and added (from the issues' history), active hours (time in started states
that are not among `waiting_states`), and the kind of work (from label names). Empty where nobody said so: a project's
health and target date, an issue's assignee. An issue without an estimate counts as its team's default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.contract import Config, Source
from sophia.sources.linear_tables import SHAPE
from sophia.sources.sync.api import Api
from sophia.sources.sync.slide import iso
from sophia.sources.sync.stream import Pace, Page, Position, Quota, Reader, Record, Stream, Sync, Target

URL = "https://api.linear.app/graphql"
PAGES = "pageInfo { hasNextPage endCursor }"
HISTORY = f"nodes {{ createdAt fromStateId toStateId fromCycleId toCycleId }} {PAGES}"
VIEWER = "query Viewer { viewer { id } }"
LISTS = {
    "teams": "id key name timezone defaultIssueEstimate",
    "teamMemberships": "id team { id } user { active }",
    "workflowStates": "id name type",
}
PROJECT = (
    "id name updatedAt createdAt startDate startedAt targetDate completedAt canceledAt health trashed status { type } "
    "lead { name } teams(first: 1) { nodes { id } } initiatives(first: 1) { nodes { name } }"
)
CYCLE = "id number updatedAt startsAt endsAt scopeHistory completedScopeHistory team { id }"
ISSUE = (
    "id identifier title estimate priority createdAt updatedAt startedAt completedAt canceledAt dueDate trashed "
    "addedToCycleAt team { id } project { id } cycle { id } state { id } assignee { name email } "
    "labels(first: 10) { nodes { name } } inverseRelations(first: 5) { nodes { type createdAt issue { id } } } "
    f"history(first: 20) {{ {HISTORY} }}"
)
MORE_HISTORY = (
    f"query History($id: String!, $after: String) {{ issue(id: $id) {{ history(first: 100, after: $after) "
    f"{{ {HISTORY} }} }} }}"
)


class LinearConfig(Config):
    """The key to read with, and which names mean what in this workspace."""

    key: SecretStr = Field(min_length=8, description="Personal API key (read) or OAuth token with the scope read.")
    bug_labels: str = Field("bug, defect", max_length=400, description="Labels that mean a bug, comma-separated.")
    chore_labels: str = Field("chore, maintenance", max_length=400, description="Labels that mean a chore.")
    debt_labels: str = Field("debt, tech debt, refactoring", max_length=400, description="Labels that mean debt.")
    waiting_states: str = Field(
        "in review, waiting, blocked, on hold", max_length=400, description="Started states in which work waits."
    )

    def kind_of(self, labels: list[str]) -> str:
        """Return feature, bug, chore or debt for the names of an issue's labels."""
        own = {label.casefold() for label in labels}
        kinds = {"bug": self.bug_labels, "debt": self.debt_labels, "chore": self.chore_labels}
        return next((kind for kind, names in kinds.items() if own & words(names)), "feature")


def words(text: str) -> set[str]:
    """Return the parts of a comma-separated list, without regard to case."""
    return {part.strip().casefold() for part in text.split(",") if part.strip()}


def target(config: LinearConfig) -> Target:
    """Return where the API is; a personal key goes as it is, any other token as a bearer's."""
    key = config.key.get_secret_value()
    return Target(URL, {"authorization": key if key.startswith("lin_api_") else f"Bearer {key}"}, Pace(1.0, 10))


def check(api: Api, _: LinearConfig) -> None:
    """Ask who the key belongs to."""
    api.graphql(VIEWER)


def quota(headers: Mapping[str, str]) -> Quota | None:
    """Return the scarcer of the two allowances, calls and complexity; each is filled up again within the hour."""
    found = [_allowance(headers, name) for name in ("requests", "complexity")]
    return min((one for one in found if one is not None), key=lambda one: one.share, default=None)


def _allowance(headers: Mapping[str, str], name: str) -> Quota | None:
    texts = [headers.get(f"x-ratelimit-{name}-{part}", "") for part in ("remaining", "limit", "reset")]
    if not (texts[0].isdigit() and texts[1].isdigit()):
        return None
    resets = datetime.fromtimestamp(int(texts[2]) / 1000, UTC) if texts[2].isdigit() else None
    return Quota(int(texts[0]), int(texts[1]), resets)


def listed(root: str, fields: str, size: int, filter_type: str = "", also: Mapping[str, Any] | None = None) -> Reader:
    """Return the reader of a connection of the query root, archived things included.

    With `filter_type` only what changed since the position is read, and what the filter `also` finds.
    """
    given = f", $filter: {filter_type}" if filter_type else ""
    taken = ", filter: $filter" if filter_type else ""
    query = (
        f"query Read($after: String{given}) {{ {root}(first: {size}, after: $after{taken}, includeArchived: true, "
        f"orderBy: updatedAt) {{ nodes {{ {fields} }} {PAGES} }} }}"
    )

    def read(api: Api, config: LinearConfig, position: Position) -> Iterator[Page]:
        after = (position.resume or {}).get("after")
        wanted: dict[str, Any] | None = None
        if position.since is not None and filter_type:
            changed = {"updatedAt": {"gte": iso(position.since)}}
            wanted = {"or": [changed, dict(also)]} if also else changed
        while True:
            found = api.graphql(query, {"after": after} | ({"filter": wanted} if wanted else {}))[root]
            more = found["pageInfo"]["hasNextPage"]
            after = found["pageInfo"]["endCursor"] if more else None
            yield Page([_ready(api, config, node) for node in found["nodes"]], {"after": after} if more else None)
            if not more:
                return

    return read


def _ready(api: Api, config: LinearConfig, node: dict[str, Any]) -> Record:
    """Return a node with what only the config or further pages of its history tell."""
    if "history" in node:
        labels = [label["name"] for label in node.pop("labels")["nodes"]]
        return {**node, "kind": config.kind_of(labels), "history": _history(api, node["id"], node["history"])}
    if set(node) == {"id", "name", "type"}:
        waits = node["name"].casefold() in words(config.waiting_states)
        return {**node, "active": node["type"] == "started" and not waits}
    return node


def _history(api: Api, issue: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an issue's moves between states and cycles, oldest first."""
    steps = list(found["nodes"])
    while found["pageInfo"]["hasNextPage"]:
        variables = {"id": issue, "after": found["pageInfo"]["endCursor"]}
        found = api.graphql(MORE_HISTORY, variables)["issue"]["history"]
        steps += found["nodes"]
    if len(steps) > 1 and steps[0]["createdAt"] >= steps[-1]["createdAt"]:
        steps.reverse()
    steps.sort(key=lambda step: step["createdAt"])
    moved = ("fromStateId", "toStateId", "fromCycleId", "toCycleId")
    return [step for step in steps if any(step[name] for name in moved)]


def keys(root: str) -> Reader:
    """Return the reader of the keys of everything there is."""
    return listed(root, "id", 250)


STREAMS = (
    Stream(
        "teams",
        {
            "id": "id VARCHAR",
            "key": "key VARCHAR",
            "name": "name VARCHAR",
            "timezone": "timezone VARCHAR",
            "default_estimate": "defaultIssueEstimate DOUBLE",
        },
        ("id",),
        listed("teams", LISTS["teams"], 100),
    ),
    Stream(
        "memberships",
        {"id": "id VARCHAR", "team": "team.id VARCHAR", "active": "user.active BOOLEAN"},
        ("id",),
        listed("teamMemberships", LISTS["teamMemberships"], 250),
    ),
    Stream(
        "states",
        {"id": "id VARCHAR", "name": "name VARCHAR", "type": "type VARCHAR", "active": "active BOOLEAN"},
        ("id",),
        listed("workflowStates", LISTS["workflowStates"], 250),
    ),
    Stream(
        "projects",
        {
            "id": "id VARCHAR",
            "name": "name VARCHAR",
            "status": "status.type VARCHAR",
            "health": "health VARCHAR",
            "lead": "lead.name VARCHAR",
            "teams": "teams.nodes JSON",
            "initiatives": "initiatives.nodes JSON",
            "created_at": "createdAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "start_date": "startDate DATE",
            "started_at": "startedAt TIMESTAMP",
            "target_date": "targetDate DATE",
            "completed_at": "completedAt TIMESTAMP",
            "canceled_at": "canceledAt TIMESTAMP",
            "trashed": "trashed BOOLEAN",
        },
        ("id",),
        listed("projects", PROJECT, 50, "ProjectFilter"),
        cursor="updated_at",
        ids=keys("projects"),
    ),
    Stream(
        "cycles",
        {
            "id": "id VARCHAR",
            "team": "team.id VARCHAR",
            "number": "number BIGINT",
            "starts_at": "startsAt TIMESTAMP",
            "ends_at": "endsAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "scope_history": "scopeHistory JSON",
            "completed_history": "completedScopeHistory JSON",
        },
        ("id",),
        listed("cycles", CYCLE, 100, "CycleFilter", {"isActive": {"eq": True}}),
        cursor="updated_at",
        ids=keys("cycles"),
    ),
    Stream(
        "issues",
        {
            "id": "id VARCHAR",
            "identifier": "identifier VARCHAR",
            "title": "title VARCHAR",
            "team": "team.id VARCHAR",
            "project": "project.id VARCHAR",
            "cycle": "cycle.id VARCHAR",
            "state": "state.id VARCHAR",
            "assignee": "assignee.name VARCHAR",
            "assignee_email": "assignee.email VARCHAR",
            "kind": "kind VARCHAR",
            "priority": "priority BIGINT",
            "estimate": "estimate DOUBLE",
            "created_at": "createdAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "started_at": "startedAt TIMESTAMP",
            "completed_at": "completedAt TIMESTAMP",
            "canceled_at": "canceledAt TIMESTAMP",
            "added_to_cycle_at": "addedToCycleAt TIMESTAMP",
            "due_date": "dueDate DATE",
            "trashed": "trashed BOOLEAN",
            "relations": "inverseRelations.nodes JSON",
            "history": "history JSON",
        },
        ("id",),
        listed("issues", ISSUE, 50, "IssueFilter"),
        cursor="updated_at",
        ids=keys("issues"),
    ),
)

SOURCE = Source(
    kind="linear",
    title="Linear",
    description="Teams, projects, cycles and issues with their way through the states.",
    config=LinearConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, quota=quota, interval=300),
    verified="contract",
    evidence="Linear's own GraphQL schema, against which every query is checked and by which every simulated reply is "
    "executed. Not yet tried on the live service.",
)

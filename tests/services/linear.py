"""A simulated Linear, filled with the demo company's engineering work and executed by GraphQL itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, build_schema, graphql_sync, parse

from sophia.demo.linear import TYPES, fill
from sophia.demo.world import World
from tests.services.api import Asked, Told
from tests.services.relay import Node, by_id, noon, page, some, stamp

PAGING = "(first: Int, after: String, includeArchived: Boolean, orderBy: PaginationOrderBy%s)"
CONNECTIONS = {"Team", "TeamMembership", "WorkflowState", "Project", "Cycle", "Issue", "IssueLabel", "IssueRelation"}
CONNECTIONS |= {"IssueHistory", "Initiative"}
SCHEMA = """
scalar DateTime
scalar TimelessDate
enum PaginationOrderBy { createdAt updatedAt }
input DateComparator { gte: DateTime }
input BooleanComparator { eq: Boolean }
input ProjectFilter { updatedAt: DateComparator or: [ProjectFilter!] }
input IssueFilter { updatedAt: DateComparator or: [IssueFilter!] }
input CycleFilter { updatedAt: DateComparator isActive: BooleanComparator or: [CycleFilter!] }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type User { id: ID! name: String! email: String! active: Boolean! }
type Team { id: ID! key: String! name: String! timezone: String! defaultIssueEstimate: Float! }
type TeamMembership { id: ID! team: Team! user: User! }
type WorkflowState { id: ID! name: String! type: String! }
type ProjectStatus { type: String! }
type Initiative { name: String! }
type IssueLabel { name: String! }
type IssueRelation { type: String! createdAt: DateTime! issue: Issue! }
type IssueHistory {
  createdAt: DateTime! fromStateId: String toStateId: String fromCycleId: String toCycleId: String
}
type Project {
  id: ID! name: String! updatedAt: DateTime! createdAt: DateTime! startDate: TimelessDate startedAt: DateTime
  targetDate: TimelessDate completedAt: DateTime canceledAt: DateTime health: String trashed: Boolean
  status: ProjectStatus! lead: User teams(first: Int): TeamConnection! initiatives(first: Int): InitiativeConnection!
}
type Cycle {
  id: ID! number: Float! updatedAt: DateTime! startsAt: DateTime! endsAt: DateTime! scopeHistory: [Float!]!
  completedScopeHistory: [Float!]! team: Team!
}
type Issue {
  id: ID! identifier: String! title: String! estimate: Float priority: Float! createdAt: DateTime! updatedAt: DateTime!
  startedAt: DateTime completedAt: DateTime canceledAt: DateTime addedToCycleAt: DateTime dueDate: TimelessDate
  trashed: Boolean team: Team! project: Project cycle: Cycle state: WorkflowState! assignee: User
  labels(first: Int): IssueLabelConnection! inverseRelations(first: Int): IssueRelationConnection!
  history(first: Int, after: String): IssueHistoryConnection!
}
type Query { viewer: User! issue(id: String!): Issue! %s }
"""
ROOTS = {
    "teams": "Team",
    "teamMemberships": "TeamMembership",
    "workflowStates": "WorkflowState",
    "projects": "Project",
    "cycles": "Cycle",
    "issues": "Issue",
}


def own_schema() -> GraphQLSchema:
    """The part of Linear's schema that is simulated, as we understand it."""
    filters = {
        "projects": ", filter: ProjectFilter",
        "cycles": ", filter: CycleFilter",
        "issues": ", filter: IssueFilter",
    }
    roots = " ".join(f"{root}{PAGING % filters.get(root, '')}: {kind}Connection!" for root, kind in ROOTS.items())
    pages = " ".join(f"type {kind}Connection {{ nodes: [{kind}!]! pageInfo: PageInfo! }}" for kind in CONNECTIONS)
    return build_schema(SCHEMA % roots + pages)


@dataclass
class Linear:
    """Linear's API over a workspace. `now` is its clock; `refused` are roots that the key may not read."""

    world: World
    schema: GraphQLSchema = field(default_factory=own_schema)
    now: datetime = datetime(2026, 11, 15, 23, 57, tzinfo=UTC)
    per_hour: int = 1500
    key: str = "lin_api_0123456789"
    nodes: dict[str, dict[str, Node]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    calls: list[tuple[datetime, str]] = field(default_factory=list)
    dearest: float = 0.0
    throttled: int = 0

    def __post_init__(self) -> None:
        rows: dict[str, list[Any]] = {name: list(part) for name, part in fill(self.world)}
        self.nodes = {
            "teams": by_id(_team(row) for row in rows["team"]),
            "teamMemberships": by_id(self._memberships(rows["team"])),
            "workflowStates": by_id(
                {"id": f"state-{row[0]}-{name}", "name": name, "type": kind}
                for row in rows["team"]
                for name, kind in TYPES.items()
            ),
            "projects": by_id(_project(row) for row in rows["project"]),
            "cycles": by_id(_cycle(row, rows["cycle_day"]) for row in rows["cycle"]),
        }
        self.nodes["issues"] = by_id(self._issues(rows["issue"], rows["issue_state_change"]))

    def _memberships(self, teams: list[Any]) -> Iterable[Node]:
        for row in teams:
            for number, person in enumerate(self.world.delivery.teams[row[2]]):
                user = {"id": person.email, "name": person.name, "email": person.email, "active": True}
                yield {"id": f"member-{row[0]}-{number}", "team": {"id": f"team-{row[0]}"}, "user": user}

    def _issues(self, rows: list[Any], changes: list[Any]) -> Iterable[Node]:
        moves: dict[int, list[Node]] = {}
        for _, issue_id, team, before, after, _, at in changes:
            if before is not None:
                step = {"createdAt": stamp(at), "fromStateId": f"state-{team}-{before}"}
                moves.setdefault(issue_id, []).append(step | {"toStateId": f"state-{team}-{after}"})
        waiting_for = next(f"issue-{row[0]}" for row in rows if row[13] in {"started", "unstarted"} and row[19] is None)
        for row, issue in zip(rows, self.world.delivery.issues, strict=True):
            steps = list(moves.get(row[0], []))
            before = None
            for number, added in issue.stays:
                cycle = f"cycle-{row[3] * 1000 + number}"
                steps.append({"createdAt": stamp(added), "fromCycleId": before, "toCycleId": cycle})
                before = cycle
            newest_first = sorted(steps, key=lambda step: str(step["createdAt"]))[::-1]
            blocks = [{"type": "blocks", "createdAt": stamp(row[19]), "issue": {"id": waiting_for}}] if row[19] else []
            yield _issue(row) | {"history": some(newest_first), "inverseRelations": some(blocks)}

    def put(self, root: str, key: str, **changed: Any) -> None:
        """Change a node, now."""
        self.nodes[root][key] |= {**changed, "updatedAt": stamp(self.now.replace(tzinfo=None))}

    def answer(self, asked: Asked) -> Told:
        if asked.headers.get("authorization") != self.key:
            return Told({"errors": [{"message": f"no access with {asked.headers.get('authorization')}"}]}, 401)
        document = parse(asked.json["query"])
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        self.dearest = max(self.dearest, cost(operation))
        recent = sum(1 for at, _ in self.calls if at > self.now - timedelta(hours=1))
        reset = str(int((self.now + timedelta(hours=1)).timestamp() * 1000))
        headers = {"X-RateLimit-Requests-Limit": str(self.per_hour), "X-RateLimit-Requests-Reset": reset}
        headers["X-RateLimit-Requests-Remaining"] = str(max(0, self.per_hour - recent - 1))
        if recent >= self.per_hour:
            self.throttled += 1
            error = {"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}
            return Told({"errors": [error]}, 400, headers)
        roots = [str(part.name.value) for part in operation.selection_set.selections if isinstance(part, FieldNode)]
        self.calls.append((self.now, roots[0]))
        if roots[0] in self.refused:
            error = {"message": f"Forbidden for {self.key}", "extensions": {"code": "FORBIDDEN"}}
            return Told({"errors": [error], "data": None}, 200, headers)
        variables = asked.json.get("variables")
        done = graphql_sync(self.schema, asked.json["query"], self._root(), variable_values=variables)
        return Told(done.formatted, 400 if done.data is None else 200, headers)

    def _root(self) -> Node:
        roots: Node = {root: self._list(root) for root in ROOTS}
        roots["viewer"] = {"id": "user-1"}
        roots["issue"] = lambda _, id: self.nodes["issues"][id]
        return roots

    def _list(self, root: str) -> Callable[..., Node]:
        def resolve(_: Any, first: int, after: Any = None, filter: Any = None, **__: Any) -> Node:
            found = [node for node in self.nodes[root].values() if self._matches(node, filter)]
            found.sort(key=lambda node: (node.get("updatedAt", ""), node["id"]), reverse=True)
            return page(found, first, after, lambda node: str(node["id"]))

        return resolve

    def _matches(self, node: Node, wanted: Mapping[str, Any] | None) -> bool:
        if not wanted:
            return True
        if "or" in wanted:
            return any(self._matches(node, part) for part in wanted["or"])
        if "isActive" in wanted:
            now = stamp(self.now.replace(tzinfo=None)) or ""
            return bool((node["startsAt"] <= now < node["endsAt"]) == wanted["isActive"]["eq"])
        return bool(node["updatedAt"] >= wanted["updatedAt"]["gte"])


def _team(row: Any) -> Node:
    return {"id": f"team-{row[0]}", "key": row[1], "name": row[2], "timezone": "UTC", "defaultIssueEstimate": 1.0}


def _project(row: Any) -> Node:
    number, name, initiative, team, lead, state, health, started, target, forecast, completed = row[:11]
    ended = completed or forecast if state in {"completed", "canceled"} else started
    return {
        "id": f"project-{number}",
        "name": name,
        "createdAt": noon(started),
        "updatedAt": noon(ended),
        "startDate": started.isoformat(),
        "startedAt": noon(started),
        "targetDate": target.isoformat(),
        "completedAt": noon(completed),
        "canceledAt": noon(forecast) if state == "canceled" else None,
        "health": health,
        "trashed": None,
        "status": {"type": state},
        "lead": {"name": lead},
        "teams": some([{"id": f"team-{team}"}]),
        "initiatives": some([{"name": initiative}]),
    }


def _cycle(row: Any, burn_up: list[Any]) -> Node:
    days = [day for day in burn_up if day[0] == row[0]]
    return {
        "id": f"cycle-{row[0]}",
        "number": float(row[2]),
        "updatedAt": noon(days[-1][2]),
        "startsAt": f"{row[3].isoformat()}T09:00:00Z",
        "endsAt": f"{row[4].isoformat()}T00:00:00Z",
        "scopeHistory": [float(day[4]) for day in days],
        "completedScopeHistory": [float(day[5]) for day in days],
        "team": {"id": f"team-{row[1]}"},
    }


def _issue(row: Any) -> Node:
    moments = [moment for moment in row[14:18] if moment is not None]
    return {
        "id": f"issue-{row[0]}",
        "identifier": row[1],
        "title": row[2],
        "estimate": float(row[11]),
        "priority": float(row[9]),
        "createdAt": stamp(row[14]),
        "updatedAt": stamp(max(moments)),
        "startedAt": stamp(row[15]),
        "completedAt": stamp(row[16]),
        "canceledAt": stamp(row[17]),
        "addedToCycleAt": None,
        "dueDate": row[18].isoformat() if row[18] else None,
        "trashed": None,
        "team": {"id": f"team-{row[3]}"},
        "project": {"id": f"project-{row[4]}"} if row[4] else None,
        "cycle": {"id": f"cycle-{row[5]}"} if row[5] else None,
        "state": {"id": f"state-{row[3]}-{row[12]}"},
        "assignee": {"name": row[6], "email": row[7]} if row[6] else None,
        "labels": some([{"name": row[8].capitalize()}] if row[8] != "feature" else []),
    }


def cost(node: Any) -> float:
    """Return a query's complexity as Linear counts it: 0.1 a property, 1 an object, connections by their size."""
    total = 0.0
    for part in node.selection_set.selections:
        first = [int(given.value.value) for given in part.arguments or () if given.name.value == "first"]
        total += 0.1 if part.selection_set is None else (first[0] if first else 1) * (1 + cost(part))
    return total

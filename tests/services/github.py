"""A simulated GitHub, filled with the demo company's code and executed by GraphQL over GitHub's own schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema, graphql_sync

from sophia.demo.github import fill
from sophia.demo.world import World
from tests.services.api import Asked, Told
from tests.services.relay import Node, page, some, stamp

CONTRACT = Path(__file__).parents[2] / "web/node_modules/@octokit/graphql-schema/schema.graphql"


@cache
def schema() -> GraphQLSchema:
    return build_schema(CONTRACT.read_text(encoding="utf-8"), assume_valid=True, assume_valid_sdl=True)


@dataclass
class Github:
    """GitHub's API over one organization. `now` is its clock; `refused` are fields that the token may not read."""

    world: World
    owner: str = "fernwick"
    token: str = "github_pat_0123456789"
    now: datetime = datetime(2026, 11, 15, 23, 57, tzinfo=UTC)
    per_hour: int = 5000
    repos: dict[str, dict[str, dict[str, Node]]] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    teams: list[Node] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    calls: list[datetime] = field(default_factory=list)
    throttled: int = 0

    def __post_init__(self) -> None:
        rows: dict[str, list[Any]] = {name: list(part) for name, part in fill(self.world)}
        for name, team, language in rows["repository"]:
            self.repos[name] = {"pullRequests": {}, "deployments": {}, "issues": {}, "runs": {}}
            self.languages[name] = language
            members = [{"login": person.login} for person in self.world.delivery.teams[team]]
            both = {"members": some(members), "repositories": some([{"name": name}])}
            self.teams.append({"id": f"team-{team}", "name": team, **both})
        hotfixes = {row[2] for row in rows["deployment"] if row[8]}
        reviews, commits = _grouped(rows["review"], 1), _grouped(rows["pr_commit"], 1)
        for row in rows["pull_request"]:
            node = _pull(row, reviews.get(row[0], []), commits.get(row[0], []), hotfix=row[17] in hotfixes)
            self.repos[row[1]]["pullRequests"][node["id"]] = node
        for row in rows["deployment"]:
            self.repos[row[1]]["deployments"][f"deployment-{row[0]}"] = _deployment(row)
        shas = {row[0]: row[2] for row in rows["deployment"]}
        for row in rows["incident"]:
            self.repos[row[2]]["issues"][f"incident-{row[0]}"] = _incident(row, shas.get(row[4]))
        for row in rows["run"]:
            self.repos[row[1]]["runs"][str(row[0])] = _run(row)

    def put(self, repo: str, kind: str, key: str, **changed: Any) -> None:
        """Change a thing, now."""
        self.repos[repo][kind][key] |= {**changed, "updatedAt": stamp(self.now.replace(tzinfo=None))}

    def answer(self, asked: Asked) -> Told:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Told({"message": f"Bad credentials {asked.headers.get('authorization')}"}, 401)
        recent = sum(1 for at in self.calls if at > self.now - timedelta(hours=1))
        reset = str(int((self.now + timedelta(hours=1)).timestamp()))
        headers = {"X-RateLimit-Limit": str(self.per_hour), "X-RateLimit-Reset": reset}
        headers["X-RateLimit-Remaining"] = str(max(0, self.per_hour - recent - 1))
        if recent >= self.per_hour:
            self.throttled += 1
            return Told({"message": "API rate limit exceeded"}, 403, headers | {"X-RateLimit-Remaining": "0"})
        self.calls.append(self.now)
        if asked.path != "/graphql":
            return self._runs(asked, headers)
        if any(f"{name}(" in asked.json["query"] for name in self.refused):
            error = {"type": "FORBIDDEN", "message": f"Resource not accessible with {self.token}"}
            return Told({"data": {"repositoryOwner": None}, "errors": [error]}, 200, headers)
        done = graphql_sync(schema(), asked.json["query"], self._root(), variable_values=asked.json["variables"])
        return Told(done.formatted, 200, headers)

    def _root(self) -> Node:
        def node(_: Any, id: str) -> Node:
            return next(repo["pullRequests"][id] for repo in self.repos.values() if id in repo["pullRequests"])

        return {
            "repositoryOwner": lambda _, login: self._owner() if login == self.owner else None,
            "repository": lambda _, owner, name, **__: self._repository(name) if owner == self.owner else None,
            "node": node,
        }

    def _owner(self) -> Node:
        found = [self._repository(name) for name in self.repos]
        return {"__typename": "Organization", "teams": some(self.teams), "repositories": some(found)}

    def _repository(self, name: str) -> Node:
        lists = {kind: self._list(name, kind) for kind in ("pullRequests", "deployments", "issues")}
        return {"id": f"repo-{name}", "name": name, "primaryLanguage": {"name": self.languages[name]}, **lists}

    def _list(self, repo: str, kind: str) -> Callable[..., Node]:
        def resolve(_: Any, first: int, orderBy: Node, after: Any = None, filterBy: Any = None, **__: Any) -> Node:
            by = {"UPDATED_AT": "updatedAt", "CREATED_AT": "createdAt"}[orderBy["field"]]
            found = [node for node in self.repos[repo][kind].values() if _matches(node, filterBy or {})]
            found.sort(key=lambda node: (node[by], node["id"]), reverse=orderBy["direction"] == "DESC")
            return page(found, first, after, lambda node: str(node["id"]))

        return resolve

    def _runs(self, asked: Asked, headers: Mapping[str, str]) -> Told:
        repo = asked.path.split("/")[3]
        since, until = asked.query["created"].split("..")
        found = [run for run in self.repos[repo]["runs"].values() if run["created_at"] >= since]
        found = [run for run in found if until == "*" or run["created_at"] <= until]
        found.sort(key=lambda run: (run["created_at"], run["id"]), reverse=True)
        size = int(asked.query["per_page"])
        start = (int(asked.query["page"]) - 1) * size
        part = found[:1000][start : start + size]
        return Told({"total_count": len(found), "workflow_runs": part}, 200, headers)


def _matches(node: Node, wanted: Node) -> bool:
    labels = wanted.get("labels")
    if labels and not {label["name"] for label in node["labels"](None)["nodes"]} & set(labels):
        return False
    return not wanted.get("since") or bool(node["updatedAt"] >= wanted["since"])


def _grouped(rows: Iterable[Any], place: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[place], []).append(row)
    return found


def _user(login: str) -> Node:
    return {"__typename": "User", "login": login}


def _pull(row: Any, reviews: list[Any], commits: list[Any], *, hotfix: bool) -> Node:
    issue = str(row[10]).lower()
    moments = [at for at in (*row[11:17], *(review[4] for review in reviews)) if at is not None]
    readied = (
        [{"__typename": "ReadyForReviewEvent", "createdAt": stamp(row[13])}] if row[13] not in {None, row[12]} else []
    )
    own = [
        {"commit": {"oid": sha, "authoredDate": stamp(at), "author": {"email": row[5], "user": _user(author)}}}
        for sha, _, author, at, is_merge in commits
        if not is_merge
    ]
    return {
        "__typename": "PullRequest",
        "id": f"pr-{row[0]}",
        "number": row[2],
        "title": row[3],
        "isDraft": row[8],
        "state": row[7].upper(),
        "baseRefName": row[9],
        "headRefName": f"{row[4]}/{issue}-work" if row[10] else f"{row[4]}/quick-fix",
        "createdAt": stamp(row[12]),
        "updatedAt": stamp(max(moments)),
        "mergedAt": stamp(row[15]),
        "closedAt": stamp(row[16]),
        "additions": row[20],
        "deletions": row[21],
        "changedFiles": row[22],
        "mergeCommit": {"oid": row[17]} if row[17] else None,
        "author": _user(row[4]),
        "labels": some([{"name": "hotfix"}] if hotfix else []),
        "commits": some(own),
        "reviews": some(
            {"id": f"review-{number}", "state": state, "submittedAt": stamp(at), "author": _user(login)}
            for number, _, login, state, at in reviews
        ),
        "timelineItems": _events(readied),
    }


def _events(nodes: list[Node]) -> Callable[..., Node]:
    return lambda _, first, itemTypes, **__: {"nodes": nodes[:first] if itemTypes == ["READY_FOR_REVIEW_EVENT"] else []}


def _deployment(row: Any) -> Node:
    number, _, sha, environment, created, finished, state, failed, _, detected, restored, _ = row
    statuses = [("IN_PROGRESS", created), (state.upper(), finished)]
    statuses += [("FAILURE", detected), ("INACTIVE", restored)] if failed else []
    newest_first = [{"state": name, "createdAt": stamp(at)} for name, at in statuses][::-1]
    return {
        "id": f"deployment-{number}",
        "environment": environment,
        "createdAt": stamp(created),
        "updatedAt": newest_first[0]["createdAt"],
        "commitOid": sha,
        "statuses": some(newest_first),
    }


def _incident(row: Any, sha: str | None) -> Node:
    number, title, _, severity, _, opened, detected, restored, _ = row
    lines = [f"Deployment: {sha}"] if sha else []
    lines += [f"- Detected: {stamp(detected)}"] + ([f"- Restored: {stamp(restored)}"] if restored else [])
    return {
        "id": f"incident-{number}",
        "title": title,
        "body": "What happened.\r\n" + "\r\n".join(lines),
        "createdAt": stamp(opened),
        "updatedAt": stamp(restored or opened),
        "closedAt": stamp(restored),
        "labels": some([{"name": "incident"}, {"name": severity}]),
    }


def _run(row: Any) -> Node:
    number, _, workflow, conclusion, started, seconds = row
    times = {"created_at": stamp(started), "run_started_at": stamp(started)}
    ended = stamp(started + timedelta(seconds=seconds))
    return {
        "id": number,
        "name": workflow,
        "conclusion": conclusion,
        "status": "completed",
        **times,
        "updated_at": ended,
    }

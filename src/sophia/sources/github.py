"""GitHub: pull requests, reviews, commits, deployments, workflow runs and incidents of an owner's repositories.

What the API does not say as such and is computed: the deployment that first brought a pull request to production (the
first successful one of its repository whose commit was merged no earlier), failed changes (a failure reported after
success, an incident that names the commit, or a hotfix as the next deployment), and an incident's severity, detection
and end (labels, and the lines "Detected:", "Restored:" and "Deployment:" of its text). Where the key may not read
teams, the team is "No team".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.contract import Config, Source
from sophia.sources.github_tables import SHAPE
from sophia.sources.sync.api import Api
from sophia.sources.sync.slide import iso
from sophia.sources.sync.stream import Pace, Page, Position, Quota, Reader, Record, Stream, Sync, Target

URL = "https://api.github.com"
PAGES = "pageInfo { hasNextPage endCursor }"
COMMITS = f"nodes {{ commit {{ oid authoredDate author {{ email user {{ login }} }} }} }} {PAGES}"
REVIEWS = f"nodes {{ id state submittedAt author {{ login }} }} {PAGES}"
PULL = (
    "id number title isDraft state baseRefName headRefName createdAt updatedAt mergedAt closedAt additions deletions "
    "changedFiles mergeCommit { oid } author { login } labels(first: 10) { nodes { name } } "
    f"commits(first: 40) {{ {COMMITS} }} reviews(first: 30) {{ {REVIEWS} }} "
    "timelineItems(first: 1, itemTypes: [READY_FOR_REVIEW_EVENT]) "
    "{ nodes { ... on ReadyForReviewEvent { createdAt } } }"
)
DEPLOYMENT = "id environment createdAt updatedAt commitOid statuses(first: 10) { nodes { state createdAt } }"
INCIDENT = "id title body createdAt updatedAt closedAt labels(first: 10) { nodes { name } }"
NEWEST = "orderBy: {field: UPDATED_AT, direction: DESC}"
OLD = timedelta(hours=24)
"""How long after a deployment its statuses are looked at again."""
RUNS, MOST_RUNS = 100, 1000
IN_BRANCH = re.compile(r"(?:^|/)([a-z][a-z0-9]{1,9}-\d+)(?=$|[-_/])", re.IGNORECASE)
IN_TITLE = re.compile(r"^\W?([A-Z][A-Z0-9]{1,9}-\d+)\b")
SAID = re.compile(r"^\W*(detected|restored|deployment)\W*:\W*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)


class GithubConfig(Config):
    """Whose repositories to read, with what, and which labels and environments mean what there."""

    owner: str = Field(pattern=r"^[\w.-]{1,100}$", description="Organization or person that owns the repositories.")
    token: SecretStr = Field(min_length=8, description="App token or fine-grained token that may read, see the docs.")
    repos: str = Field("", max_length=4000, description="Repositories, comma-separated; empty: all that are no forks.")
    production: str = Field("production, prod", max_length=400, description="Environments that are production.")
    incident_label: str = Field("incident", max_length=100, description="Label of issues that are incidents.")
    hotfix_labels: str = Field("hotfix, revert", max_length=400, description="Labels of unplanned fixes.")

    def reads(self, repo: str) -> bool:
        """Whether a repository is wanted."""
        return not self.repos.strip() or repo.casefold() in words(self.repos)


def words(text: str) -> set[str]:
    """Return the parts of a comma-separated list, without regard to case."""
    return {part.strip().casefold() for part in text.split(",") if part.strip()}


def target(config: GithubConfig) -> Target:
    """Return where the API is, asked at most once a second on the whole."""
    return Target(URL, {"authorization": f"Bearer {config.token.get_secret_value()}"}, Pace(1.0, 20))


def check(api: Api, config: GithubConfig) -> None:
    """Ask for one repository of the owner."""
    _repositories(api, config, "name", None, {}, size=1)


def quota(headers: Mapping[str, str]) -> Quota | None:
    """Return what is left of the hour's allowance."""
    left, limit, resets = (headers.get(f"x-ratelimit-{part}", "") for part in ("remaining", "limit", "reset"))
    if not (left.isdigit() and limit.isdigit() and resets.isdigit()):
        return None
    return Quota(int(left), int(limit), datetime.fromtimestamp(int(resets), UTC))


def _repositories(
    api: Api, config: GithubConfig, fields: str, after: str | None, given: Mapping[str, Any], *, size: int = 50
) -> dict[str, Any]:
    """Return a page of the owner's repositories with `fields`; `given` are the variables that those use."""
    typed = "".join(f", ${name}: {TYPES[name]}" for name in given)
    query = (
        f"query Read($owner: String!, $pages: String{typed}) {{ repositoryOwner(login: $owner) {{ "
        f"repositories(first: {size}, after: $pages, isFork: false, ownerAffiliations: [OWNER]) "
        f"{{ nodes {{ {fields} }} {PAGES} }} }} }}"
    )
    owner = api.graphql(query, {"owner": config.owner, "pages": after, **given}, "graphql")["repositoryOwner"]
    found: dict[str, Any] = (owner or {}).get("repositories") or {"nodes": [], "pageInfo": {"hasNextPage": False}}
    return found


TYPES = {"since": "DateTime", "labels": "[String!]"}


@dataclass(frozen=True)
class Inner:
    """A list that each repository has: its `field` with the arguments `asked`, and the `fields` of each of its nodes.

    `first` are read with all repositories at once, then `more` of one at a time, while `wanted` holds for the oldest
    and the moment since when changes are looked for.
    """

    field: str
    asked: str
    fields: str
    first: int
    more: int
    wanted: Callable[[Record, datetime], bool] = lambda node, since: str(node["updatedAt"]) >= str(iso(since))
    by_label: bool = False

    def given(self, config: GithubConfig, position: Position) -> dict[str, Any]:
        """Return the variables that the list uses."""
        return {"since": iso(position.since), "labels": [config.incident_label]} if self.by_label else {}

    def text(self, size: int, after: str) -> str:
        """Return the list as part of a query."""
        return f"{self.field}(first: {size}{after}, {self.asked}) {{ nodes {{ {self.fields} }} {PAGES} }}"


def reader(inner: Inner, ready: Callable[[Api, GithubConfig, Record], Record]) -> Reader:
    """Return the reader of a list that each repository has: all at once, then those that changed one by one."""

    def read(api: Api, config: GithubConfig, position: Position) -> Iterator[Page]:
        state = dict(position.resume or {"pages": None, "begun": False, "todo": []})
        given = inner.given(config, position)
        while not state["begun"]:
            found = _repositories(api, config, f"name {inner.text(inner.first, '')}", state["pages"], given)
            records: list[Record] = []
            for repo in found["nodes"]:
                if config.reads(repo["name"]):
                    records += _of(repo["name"], repo[inner.field]["nodes"])
                    _note(state["todo"], repo["name"], repo[inner.field], inner, position)
            more = found["pageInfo"]["hasNextPage"]
            state |= {"pages": found["pageInfo"]["endCursor"] if more else None, "begun": not more}
            yield Page([ready(api, config, one) for one in records], state if more or state["todo"] else None)
        while state["todo"]:
            name, after = state["todo"].pop(0)
            part = _part(api, config, inner, (name, after), given)
            _note(state["todo"], name, part, inner, position)
            records = _of(name, part["nodes"])
            yield Page([ready(api, config, one) for one in records], state if state["todo"] else None)

    return read


def _part(
    api: Api, config: GithubConfig, inner: Inner, place: tuple[str, str], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a further page of one repository's list."""
    typed = "".join(f", ${variable}: {TYPES[variable]}" for variable in given)
    query = (
        f"query More($owner: String!, $name: String!, $after: String{typed}) {{ repository(owner: $owner, name: $name) "
        f"{{ {inner.text(inner.more, ', after: $after')} }} }}"
    )
    variables = {"owner": config.owner, "name": place[0], "after": place[1], **given}
    found: dict[str, Any] = api.graphql(query, variables, "graphql")["repository"][inner.field]
    return found


def _note(todo: list[Any], name: str, part: Mapping[str, Any], inner: Inner, position: Position) -> None:
    """Note that a repository's list goes on, unless what follows is older than what is looked for."""
    if part["pageInfo"]["hasNextPage"]:
        oldest = part["nodes"][-1]
        if position.since is None or inner.wanted(oldest, position.since):
            todo.append([name, part["pageInfo"]["endCursor"]])


def _of(name: str, nodes: list[dict[str, Any]]) -> list[Record]:
    return [{**node, "repo": name} for node in nodes]


def _as_is(_: Api, __: GithubConfig, node: Record) -> Record:
    return node


def _labels(node: Record) -> list[str]:
    return [str(label["name"]) for label in node["labels"]["nodes"]]


def _pull(api: Api, config: GithubConfig, node: Record) -> Record:
    """Return a pull request with all of its commits and reviews, and what its labels, branch and title say."""
    full = {**node, "commits": _all(api, node, "commits", COMMITS), "reviews": _all(api, node, "reviews", REVIEWS)}
    labels = {label.casefold() for label in _labels(node)}
    unplanned = bool(labels & words(config.hotfix_labels)) or str(node["title"]).startswith('Revert "')
    named = IN_BRANCH.search(str(node["headRefName"])) or IN_TITLE.search(str(node["title"]))
    return full | {"issue": named[1].upper() if named else None, "unplanned": unplanned}


def _all(api: Api, node: Record, name: str, fields: str) -> list[Any]:
    part = node[name]
    found = list(part["nodes"])
    while part["pageInfo"]["hasNextPage"]:
        query = (
            f"query Rest($id: ID!, $after: String) {{ node(id: $id) {{ ... on PullRequest "
            f"{{ {name}(first: 100, after: $after) {{ {fields} }} }} }} }}"
        )
        variables = {"id": node["id"], "after": part["pageInfo"]["endCursor"]}
        part = api.graphql(query, variables, "graphql")["node"][name]
        found += part["nodes"]
    return found


def _deployment(_: Api, config: GithubConfig, node: Record) -> Record:
    production = str(node["environment"]).casefold() in words(config.production)
    return {**node, "where": "production" if production else str(node["environment"]).lower()}


def _incident(_: Api, __: GithubConfig, node: Record) -> Record:
    said = {name.lower(): value for name, value in SAID.findall(str(node["body"] or ""))}
    severity = next((label for label in map(str.lower, _labels(node)) if label.startswith("sev")), "sev3")
    return {**node, "severity": severity.replace(" ", "").replace("-", ""), "said": said}


def teams(api: Api, config: GithubConfig, position: Position) -> Iterator[Page]:
    """Yield an organization's teams with their members and repositories, a hundred each; a person has none."""
    query = (
        "query Teams($owner: String!, $after: String) { repositoryOwner(login: $owner) { ... on Organization "
        "{ teams(first: 20, after: $after) { nodes { id name members(first: 100) { nodes { login } } "
        f"repositories(first: 100) {{ nodes {{ name }} }} }} {PAGES} }} }} }} }}"
    )
    after = (position.resume or {}).get("after")
    while True:
        owner = api.graphql(query, {"owner": config.owner, "after": after}, "graphql")["repositoryOwner"]
        found = (owner or {}).get("teams") or {"nodes": [], "pageInfo": {"hasNextPage": False}}
        more = found["pageInfo"]["hasNextPage"]
        after = found["pageInfo"]["endCursor"] if more else None
        yield Page(found["nodes"], {"after": after} if more else None)
        if not more:
            return


def repositories(api: Api, config: GithubConfig, position: Position) -> Iterator[Page]:
    """Yield the repositories that are read."""
    after = (position.resume or {}).get("after")
    while True:
        found = _repositories(api, config, "id name primaryLanguage { name }", after, {}, size=100)
        more = found["pageInfo"]["hasNextPage"]
        after = found["pageInfo"]["endCursor"] if more else None
        kept = [node for node in found["nodes"] if config.reads(node["name"])]
        yield Page(kept, {"after": after} if more else None)
        if not more:
            return


def runs(api: Api, config: GithubConfig, position: Position) -> Iterator[Page]:
    """Yield workflow runs, repository by repository; runs of the last day are read again, as they go on.

    A list ends after a thousand: it goes on with those created no later than the last that was handed out.
    """
    todo = (position.resume or {}).get("todo")
    if todo is None:
        found = [node["name"] for page in repositories(api, config, Position()) for node in page.records]
        todo = [[name, "*", 1] for name in found]
    since = iso(position.since - OLD) if position.since else "2008-01-01T00:00:00Z"
    last: set[int] = set()
    while todo:
        name, until, number = todo.pop(0)
        asked = {"per_page": RUNS, "page": number, "created": f"{since}..{until}"}
        records = api.get(f"repos/{config.owner}/{name}/actions/runs", asked).json["workflow_runs"]
        if len(records) == RUNS:
            ended = number * RUNS == MOST_RUNS and records[-1]["created_at"] != until
            todo.insert(0, [name, records[-1]["created_at"], 1] if ended else [name, until, number + 1])
        fresh = [run for run in records if run["id"] not in last]
        last = {run["id"] for run in records}
        yield Page(_of(name, fresh), {"todo": todo} if todo else None)


PULLS = Inner("pullRequests", NEWEST, PULL, 3, 25)
DEPLOYMENTS = Inner(
    "deployments",
    "orderBy: {field: CREATED_AT, direction: DESC}",
    DEPLOYMENT,
    20,
    100,
    lambda node, since: str(node["createdAt"]) >= str(iso(since - OLD)),
)
BY_LABEL = f"{NEWEST}, filterBy: {{labels: $labels, since: $since}}"
INCIDENTS = Inner("issues", BY_LABEL, INCIDENT, 10, 100, by_label=True)
STREAMS = (
    Stream(
        "teams",
        {
            "id": "id VARCHAR",
            "name": "name VARCHAR",
            "members": "members.nodes JSON",
            "repos": "repositories.nodes JSON",
        },
        ("id",),
        teams,
    ),
    Stream(
        "repositories",
        {"id": "id VARCHAR", "name": "name VARCHAR", "language": "primaryLanguage.name VARCHAR"},
        ("id",),
        repositories,
    ),
    Stream(
        "pulls",
        {
            "id": "id VARCHAR",
            "repo": "repo VARCHAR",
            "number": "number BIGINT",
            "title": "title VARCHAR",
            "author": "author.login VARCHAR",
            "state": "state VARCHAR",
            "draft": "isDraft BOOLEAN",
            "base": "baseRefName VARCHAR",
            "issue": "issue VARCHAR",
            "unplanned": "unplanned BOOLEAN",
            "created_at": "createdAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "merged_at": "mergedAt TIMESTAMP",
            "closed_at": "closedAt TIMESTAMP",
            "merge_sha": "mergeCommit.oid VARCHAR",
            "additions": "additions BIGINT",
            "deletions": "deletions BIGINT",
            "changed_files": "changedFiles BIGINT",
            "commits": "commits JSON",
            "reviews": "reviews JSON",
            "ready": "timelineItems.nodes JSON",
        },
        ("id",),
        reader(PULLS, _pull),
        cursor="updated_at",
    ),
    Stream(
        "deployments",
        {
            "id": "id VARCHAR",
            "repo": "repo VARCHAR",
            "sha": "commitOid VARCHAR",
            "environment": "where VARCHAR",
            "created_at": "createdAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "statuses": "statuses.nodes JSON",
        },
        ("id",),
        reader(DEPLOYMENTS, _deployment),
        cursor="updated_at",
        ids=reader(Inner("deployments", DEPLOYMENTS.asked, "id", 100, 100), _as_is),
    ),
    Stream(
        "incidents",
        {
            "id": "id VARCHAR",
            "repo": "repo VARCHAR",
            "title": "title VARCHAR",
            "severity": "severity VARCHAR",
            "sha": "said.deployment VARCHAR",
            "detected_at": "said.detected TIMESTAMP",
            "restored_at": "said.restored TIMESTAMP",
            "created_at": "createdAt TIMESTAMP",
            "updated_at": "updatedAt TIMESTAMP",
            "closed_at": "closedAt TIMESTAMP",
        },
        ("id",),
        reader(INCIDENTS, _incident),
        cursor="updated_at",
        ids=reader(Inner("issues", BY_LABEL, "id", 100, 100, by_label=True), _as_is),
    ),
    Stream(
        "runs",
        {
            "id": "id BIGINT",
            "repo": "repo VARCHAR",
            "name": "name VARCHAR",
            "conclusion": "conclusion VARCHAR",
            "created_at": "created_at TIMESTAMP",
            "started_at": "run_started_at TIMESTAMP",
            "updated_at": "updated_at TIMESTAMP",
        },
        ("id",),
        runs,
        cursor="created_at",
    ),
)

SOURCE = Source(
    kind="github",
    title="GitHub",
    description="Pull requests, reviews, commits, deployments, workflow runs and incidents.",
    config=GithubConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, quota=quota, interval=300),
    verified="contract",
    evidence="GitHub's own GraphQL schema, against which every query is checked and by which every simulated reply is "
    "executed; workflow runs (REST) against our own simulator only. Not yet tried on the live service.",
)

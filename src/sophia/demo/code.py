"""Code on its way to production: pull requests from issues, deployments from merged pull requests, and what broke."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha1
from random import Random

from sophia.demo.calendar import AS_OF, END, days
from sophia.demo.chance import clamp, count, spread, stream
from sophia.demo.delivery import FIRST_CYCLE, Delivery, Issue
from sophia.demo.people import Person

REPOSITORIES = {
    "Payments": ("payments-api", "Go"),
    "Ledger": ("ledger-core", "Python"),
    "Pulse": ("pulse-analytics", "Python"),
    "Flow": ("flow-engine", "Kotlin"),
    "Platform": ("infrastructure", "Python"),
    "Web": ("web-app", "TypeScript"),
}
SYMPTOMS = (
    "Timeouts",
    "Wrong totals",
    "Failed sign-ins",
    "Slow queries",
    "Error pages",
    "Stuck jobs",
    "Missing e-mails",
)


@dataclass
class PullRequest:
    """A change to a repository; moments are UTC."""

    pr_id: int
    repo: str
    number: int
    title: str
    author: Person
    issue: str | None
    points: int
    first_commit_at: datetime
    created_at: datetime
    ready_at: datetime | None
    first_review_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    merge_sha: str | None = None
    deployment_id: int | None = None
    deployed_at: datetime | None = None


@dataclass
class Deployment:
    """A deployment of a merge commit; `failed` when it needed a rollback, a hotfix, or caused an incident."""

    deployment_id: int
    repo: str
    sha: str
    environment: str
    created_at: datetime
    finished_at: datetime
    state: str = "success"
    failed: bool = False
    rework: bool = False
    detected_at: datetime | None = None
    restored_at: datetime | None = None


@dataclass
class Incident:
    """An incident, caused by a deployment or by something else."""

    title: str
    repo: str
    severity: str
    deployment_id: int | None
    opened_at: datetime
    detected_at: datetime
    restored_at: datetime | None


@dataclass
class Code:
    """All changes, deployments and incidents of the three years."""

    pull_requests: list[PullRequest] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)


def create_code(delivery: Delivery) -> Code:
    """Return the code history that the issues of `delivery` left behind."""
    code = Code()
    for team, (repo, _) in REPOSITORIES.items():
        requests = [pr for issue in delivery.issues if issue.team == team if (pr := _request(issue, repo))]
        _Releases(code, repo, delivery.teams[team], requests).run()
    code.incidents += _other_incidents()
    code.incidents.sort(key=lambda incident: incident.opened_at)
    _number(code)
    return code


def _request(issue: Issue, repo: str) -> PullRequest | None:
    rng = stream("pull request", issue.identifier)
    if not issue.started_at or not issue.assignee or rng.random() > 0.82:
        return None
    end = issue.completed_at or issue.canceled_at or END
    span = end - issue.started_at
    commit = issue.started_at + span * rng.uniform(0.02, 0.3)
    opened = commit + (end - commit) * rng.uniform(0.1, 0.5)
    ready = opened + (end - opened) * (rng.uniform(0.02, 0.25) if rng.random() < 0.4 else 0.0)
    wait = timedelta(hours=spread(rng, 5.5, 1.0))
    reviewed = min(ready + wait, ready + (end - ready) * 0.9)
    finished = issue.completed_at or issue.canceled_at
    merged = max(reviewed, end - timedelta(hours=rng.uniform(0.1, 3))) if issue.completed_at else None
    closed = merged or finished
    cut = [moment.replace(microsecond=0) for moment in (commit, opened, ready, reviewed)]
    if not finished and rng.random() < 0.4:
        cut[3] = END
    return PullRequest(
        pr_id=0,
        repo=repo,
        number=0,
        title=issue.title,
        author=issue.assignee,
        issue=issue.identifier if rng.random() < 0.9 else None,
        points=issue.estimate,
        first_commit_at=cut[0],
        created_at=cut[1],
        ready_at=cut[2] if finished or rng.random() < 0.7 else None,
        first_review_at=cut[3] if cut[3] < END and (finished or rng.random() < 0.8) else None,
        merged_at=merged.replace(microsecond=0) if merged else None,
        closed_at=closed.replace(microsecond=0) if closed else None,
    )


class _Releases:
    """Deploys one repository: each working day ships what was merged, failures bring a hotfix of their own."""

    def __init__(self, code: Code, repo: str, members: list[Person], requests: list[PullRequest]) -> None:
        self.code = code
        self.repo = repo
        self.members = members
        self.requests = requests
        self.waiting: list[PullRequest] = []

    def run(self) -> None:
        merged: dict[date, list[PullRequest]] = defaultdict(list)
        for request in self.requests:
            if request.merged_at:
                request.merge_sha = sha1(f"merge {self.repo} {request.issue} {request.merged_at}".encode()).hexdigest()
                merged[request.merged_at.date()].append(request)
        for day in days(FIRST_CYCLE, AS_OF):
            rng = stream("release", self.repo, day)
            self.waiting += sorted(merged.get(day, ()), key=lambda request: str(request.merged_at))
            if self.waiting and day.weekday() < 5 and rng.random() < 0.82:
                self._release(day, rng)
        self.code.pull_requests += self.requests

    def _release(self, day: date, rng: Random) -> None:
        last = max(request.merged_at for request in self.waiting if request.merged_at)
        at = max(last + timedelta(minutes=rng.randrange(8, 50)), datetime.combine(day, time(13 + rng.randrange(5))))
        at += timedelta(seconds=rng.randrange(3000))
        if at + timedelta(hours=1) >= END:
            return
        shipped = next(request for request in self.waiting if request.merged_at == last)
        staging = self._deployment(shipped, "staging", at - timedelta(minutes=7), rng)
        deployment = self._deployment(shipped, "production", at, rng)
        self.code.deployments += [staging, deployment]
        if rng.random() < 0.02:
            deployment.state = "failure"
            return
        self._mark(deployment)
        ageing = (day - FIRST_CYCLE).days / (AS_OF - FIRST_CYCLE).days
        if rng.random() < 0.135 - 0.06 * ageing:
            self._fail(deployment, rng)

    def _deployment(self, request: PullRequest, environment: str, at: datetime, rng: Random) -> Deployment:
        finished = at + timedelta(seconds=round(spread(rng, 290, 0.3)))
        return Deployment(0, self.repo, request.merge_sha or "", environment, at, finished)

    def _mark(self, deployment: Deployment) -> None:
        for request in self.waiting:
            request.deployed_at = deployment.finished_at
            request.deployment_id = len(self.code.deployments) - 1
        self.waiting.clear()

    def _fail(self, deployment: Deployment, rng: Random) -> None:
        """Detect, fix with a hotfix of its own in most cases (rollback otherwise), restore; a third are incidents."""
        detected = deployment.finished_at + timedelta(hours=spread(rng, 0.5, 0.9))
        restored = detected + timedelta(hours=spread(rng, 1.5, 0.85))
        if restored >= END - timedelta(hours=1):
            return
        deployment.failed = True
        deployment.detected_at, deployment.restored_at = (
            detected.replace(microsecond=0),
            restored.replace(microsecond=0),
        )
        if rng.random() < 0.55:
            self._hotfix(deployment, rng)
        if rng.random() < 0.36:
            severity = rng.choices(("sev1", "sev2", "sev3"), (12, 38, 50))[0]
            number = next(
                n for n in range(len(self.code.deployments) - 1, -1, -1) if self.code.deployments[n] is deployment
            )
            opened, until = deployment.detected_at + timedelta(minutes=4), deployment.restored_at
            title = f"{rng.choice(SYMPTOMS)} after a {self.repo} release"
            self.code.incidents.append(
                Incident(title, self.repo, severity, number, opened, deployment.detected_at, until)
            )

    def _hotfix(self, deployment: Deployment, rng: Random) -> None:
        if not deployment.detected_at or not deployment.restored_at:
            return
        span = deployment.restored_at - deployment.detected_at
        steps = [
            (deployment.detected_at + span * share).replace(microsecond=0) for share in (0.2, 0.35, 0.35, 0.5, 0.65)
        ]
        commit, opened, ready, reviewed, merged = steps
        title = f"Hotfix: {rng.choice(SYMPTOMS).lower()}"
        author = rng.choice(self.members)
        fix = PullRequest(0, self.repo, 0, title, author, None, 1, commit, opened, ready, reviewed, merged, merged)
        fix.merge_sha = sha1(f"hotfix {self.repo} {merged}".encode()).hexdigest()
        self.requests.append(fix)
        shipped = self._deployment(fix, "production", (deployment.detected_at + span * 0.8).replace(microsecond=0), rng)
        shipped.finished_at = min(shipped.finished_at, deployment.restored_at)
        shipped.rework = True
        self.code.deployments.append(shipped)
        fix.deployed_at, fix.deployment_id = shipped.finished_at, len(self.code.deployments) - 1


def _other_incidents() -> list[Incident]:
    """Return incidents that no deployment caused, one long outage among them."""
    found = []
    for number in range(26):
        rng = stream("incident", number)
        team = rng.choice(tuple(REPOSITORIES))
        at = datetime.combine(FIRST_CYCLE, time()) + timedelta(days=rng.uniform(3, 1090))
        hours = 19.0 if number == 11 else clamp(spread(rng, 1.9, 0.8), 0.2, 9)
        detected = (at + timedelta(minutes=count(rng, 14))).replace(microsecond=0)
        restored = (detected + timedelta(hours=hours)).replace(microsecond=0)
        severity = "sev1" if number == 11 else rng.choice(("sev2", "sev3", "sev3"))
        title = "Cloud provider outage" if number == 11 else f"{rng.choice(SYMPTOMS)} at a supplier"
        opened = at.replace(microsecond=0)
        found.append(Incident(title, REPOSITORIES[team][0], severity, None, opened, detected, restored))
    return found


def _number(code: Code) -> None:
    """Number pull requests and deployments in order of time and translate the references."""
    order = sorted(
        range(len(code.deployments)), key=lambda n: (code.deployments[n].created_at, code.deployments[n].repo, n)
    )
    ids = {old: new for new, old in enumerate(order, start=1)}
    for old, deployment in enumerate(code.deployments):
        deployment.deployment_id = ids[old]
    code.deployments.sort(key=lambda deployment: deployment.deployment_id)
    for incident in code.incidents:
        incident.deployment_id = None if incident.deployment_id is None else ids[incident.deployment_id]
    code.pull_requests.sort(key=lambda request: (request.created_at, request.repo, request.title))
    numbers: dict[str, int] = defaultdict(int)
    for pr_id, request in enumerate(code.pull_requests, start=1):
        numbers[request.repo] += 1
        request.pr_id, request.number = pr_id, numbers[request.repo]
        if request.deployment_id is not None:
            request.deployment_id = ids[request.deployment_id]

"""GitHub: pull requests and reviews behind the issues, commits, builds, deployments and incidents."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha1

from sophia.demo.calendar import END, hours_between
from sophia.demo.chance import count, pick, spread, stream
from sophia.demo.code import REPOSITORIES, Deployment, Incident, PullRequest, create_code
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

WORKFLOWS = {"test": 62.0, "build": 24.0, "nightly": 4.0, "deploy": 10.0}
RUN_SECONDS = {"test": 410.0, "build": 260.0, "nightly": 1900.0, "deploy": 330.0}


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    code = create_code(world.delivery)
    yield "repository", [(name, team, language) for team, (name, language) in REPOSITORIES.items()]
    yield "deployment", [_deployment_row(deployment) for deployment in code.deployments]
    reviews = {pr.pr_id: list(_reviews(pr, world)) for pr in code.pull_requests}
    yield "pull_request", [_pr_row(pr, len(reviews[pr.pr_id])) for pr in code.pull_requests]
    rows = (row for pr in code.pull_requests for row in reviews[pr.pr_id])
    yield "review", ((number, *row) for number, row in enumerate(rows, start=1))
    yield "pr_commit", (row for pr in code.pull_requests for row in _commits(pr))
    runs = (row for pr in code.pull_requests for row in _runs(pr))
    yield "run", ((number, *row) for number, row in enumerate(runs, start=1))
    yield "incident", [_incident_row(number, incident) for number, incident in enumerate(code.incidents, start=1)]


def _deployment_row(deployment: Deployment) -> Row:
    recovery = None
    if deployment.detected_at and deployment.restored_at:
        recovery = hours_between(deployment.detected_at, deployment.restored_at)
    return (
        deployment.deployment_id,
        deployment.repo,
        deployment.sha,
        deployment.environment,
        deployment.created_at,
        deployment.finished_at,
        deployment.state,
        deployment.failed,
        deployment.rework,
        deployment.detected_at,
        deployment.restored_at,
        recovery,
    )


def _pr_row(pr: PullRequest, reviews: int) -> Row:
    rng = stream("size", pr.pr_id)
    additions = max(1, round(spread(rng, 34.0 * pr.points, 1.0)))
    deletions = round(additions * rng.uniform(0.05, 0.9))
    reviewed, ready, deployed = pr.first_review_at, pr.ready_at, pr.deployed_at
    return (
        pr.pr_id,
        pr.repo,
        pr.number,
        pr.title,
        pr.author.login,
        pr.author.email,
        pr.author.team,
        "merged" if pr.merged_at else "closed" if pr.closed_at else "open",
        ready is None,
        "main",
        pr.issue,
        pr.first_commit_at,
        pr.created_at,
        ready,
        reviewed,
        pr.merged_at,
        pr.closed_at,
        pr.merge_sha,
        pr.deployment_id,
        deployed,
        additions,
        deletions,
        max(1, round(additions / 28)),
        reviews,
        hours_between(ready, reviewed) if ready and reviewed else None,
        hours_between(pr.first_commit_at, deployed) if deployed else None,
    )


def _reviews(pr: PullRequest, world: World) -> Iterator[Row]:
    if not pr.first_review_at:
        return
    rng = stream("reviews", pr.pr_id)
    others = [person for person in world.delivery.teams[pr.author.team] if person is not pr.author]
    end = pr.closed_at or END
    moments = [pr.first_review_at]
    moments += [pr.first_review_at + (end - pr.first_review_at) * rng.random() for _ in range(count(rng, 0.75))]
    for number, at in enumerate(sorted(moments), start=1):
        final = number == len(moments) and pr.merged_at
        state = "APPROVED" if final else rng.choice(("COMMENTED", "CHANGES_REQUESTED", "COMMENTED"))
        yield pr.pr_id, rng.choice(others).login, state, at.replace(microsecond=0)


def _commits(pr: PullRequest) -> Iterator[Row]:
    rng = stream("commits", pr.pr_id)
    end = pr.merged_at or pr.closed_at or END
    moments = [pr.first_commit_at + (end - pr.first_commit_at) * rng.random() ** 1.5 for _ in range(count(rng, 1.6))]
    for number, at in enumerate([pr.first_commit_at, *sorted(moments)]):
        sha = sha1(f"commit {pr.pr_id} {number}".encode()).hexdigest()
        yield sha, pr.pr_id, pr.author.login, at.replace(microsecond=0), False
    if pr.merged_at:
        yield pr.merge_sha, pr.pr_id, pr.author.login, pr.merged_at, True


def _runs(pr: PullRequest) -> Iterator[Row]:
    rng = stream("runs", pr.pr_id)
    end = pr.closed_at or END
    for _ in range(1 + count(rng, 1.7)):
        at = pr.created_at + (end - pr.created_at) * rng.random()
        workflow = pick(rng, WORKFLOWS)
        conclusion = pick(rng, {"success": 88.0, "failure": 10.0, "cancelled": 2.0})
        yield pr.repo, workflow, conclusion, at.replace(microsecond=0), round(spread(rng, RUN_SECONDS[workflow], 0.3))


def _incident_row(number: int, incident: Incident) -> Row:
    restore = hours_between(incident.detected_at, incident.restored_at) if incident.restored_at else None
    return (
        number,
        incident.title,
        incident.repo,
        incident.severity,
        incident.deployment_id,
        incident.opened_at,
        incident.detected_at,
        incident.restored_at,
        restore,
    )

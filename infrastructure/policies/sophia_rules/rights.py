"""Rights: every role says what it may do and on what, and who may take it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sophia_plan.plan import Resource
from sophia_rules.rule import Resources, Rule, each, listed, none, of, statements

# AWS knows no narrower resource for these.
UNBOUNDED = {
    "ecr:GetAuthorizationToken",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
}
MANAGED = {
    "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
}
EMPTY = "sophia-query"


def _names_actions(policy: Resource) -> bool:
    actions = [action for statement in statements(policy) for action in listed(statement.get("Action"))]
    return not any(action == "*" or action.endswith(":*") for action in actions)


def _allows_by_name(policy: Resource) -> bool:
    return not any("NotAction" in statement or "NotResource" in statement for statement in statements(policy))


def _names_resources(policy: Resource) -> bool:
    wide = [statement for statement in statements(policy) if "*" in listed(statement.get("Resource"))]
    return all(set(listed(statement.get("Action"))) <= UNBOUNDED for statement in wide)


def _trust(role: Resource) -> list[dict[str, Any]]:
    return statements(role, "assumeRolePolicy")


def _trusts_a_name(role: Resource) -> bool:
    return bool(_trust(role)) and all(
        isinstance(statement.get("Principal"), dict)
        and "*" not in [name for names in statement["Principal"].values() for name in listed(names)]
        for statement in _trust(role)
    )


def _trusts_this_account(role: Resource) -> bool:
    """A service may take the role for this account only, so that it is not turned against us by another's."""
    return all(
        statement.get("Condition", {}).get("StringEquals", {}).get("aws:SourceAccount")
        for statement in _trust(role)
        if "Service" in statement["Principal"]
    )


def _passes_bounded(policy: Resource) -> bool:
    passing = [statement for statement in statements(policy) if "iam:PassRole" in listed(statement.get("Action"))]
    return all(
        "*" not in listed(statement["Resource"])
        and statement.get("Condition", {}).get("StringEquals", {}).get("iam:PassedToService")
        for statement in passing
    )


def _key_for_a_purpose(policy: Resource) -> bool:
    """Who may use the key may do so through one service, or for what the app bound to its place."""
    using = [
        statement
        for statement in statements(policy)
        if any(action.startswith("kms:") and action != "kms:DescribeKey" for action in listed(statement.get("Action")))
    ]
    purposes = ({"kms:ViaService"}, {"kms:EncryptionContext:sophia"})
    return all(
        {name for names in statement.get("Condition", {}).values() for name in names} in purposes for statement in using
    )


def _query_role_is_empty(resources: Resources) -> Iterator[str]:
    given = [*of(resources, "iam.RolePolicy"), *of(resources, "iam.RolePolicyAttachment")]
    yield from (policy.key for policy in given if str(policy.inputs["role"]) in {EMPTY, "role-query"})
    for role in of(resources, "iam.Role"):
        if role.inputs["name"] == EMPTY and (role.inputs.get("managedPolicyArns") or role.inputs.get("inlinePolicies")):
            yield role.key


def _tasks_differ(resources: Resources) -> Iterator[str]:
    """No two kinds of task share a role."""
    seen: dict[str, str] = {}
    for task in of(resources, "ecs.TaskDefinition"):
        role = task.inputs.get("taskRoleArn", "")
        if not role or role in seen:
            yield task.key
        seen[role] = task.name


RULES: list[Rule] = [
    each("actions-by-name", "iam.RolePolicy", "A role's actions are named one by one.", _names_actions),
    each("allowed-by-name", "iam.RolePolicy", "A role says what it may do, not what it may not.", _allows_by_name),
    each(
        "resources-by-name", "iam.RolePolicy", "A role's resources are named where AWS knows names.", _names_resources
    ),
    each("trust-by-name", "iam.Role", "A role says who may take it.", _trusts_a_name),
    each("trust-for-this-account", "iam.Role", "A service takes a role for this account only.", _trusts_this_account),
    each(
        "managed-policies-known",
        "iam.RolePolicyAttachment",
        "Of AWS's own policies only two narrow ones are used.",
        lambda found: found.inputs["policyArn"] in MANAGED,
    ),
    each("passing-bounded", "iam.RolePolicy", "A role is passed on to ECS tasks only, and by name.", _passes_bounded),
    each("key-for-a-purpose", "iam.RolePolicy", "A role uses the key for one named purpose.", _key_for_a_purpose),
    Rule("query-role-empty", "Where foreign queries run, the role may do nothing.", _query_role_is_empty),
    Rule("roles-apart", "Every kind of task has a role of its own.", _tasks_differ),
    none("no-people", ("iam.User", "iam.AccessKey", "iam.Group"), "The stack makes no users and no lasting keys."),
]

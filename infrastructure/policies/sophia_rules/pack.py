"""The pack: every rule by name, over a captured plan or over what Pulumi's own engine hands to a policy."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pulumi_policy import (
    EnforcementLevel,
    ReportViolation,
    StackValidationArgs,
    StackValidationPolicy,
)

from sophia_plan.plan import Resource
from sophia_rules import availability, containers, encryption, exposure, keeping, rights, thrift
from sophia_rules.rule import Fault, Resources, Rule, each

TAGS = {"app", "environment", "managed-by", "stack"}


def _tags_everything(provider: Resource) -> bool:
    given = provider.inputs.get("defaultTags") or {}
    tags = json.loads(given) if isinstance(given, str) else given
    return set(tags.get("tags", {})) >= TAGS


NAMING = [each("everything-tagged", "providers.aws", "The provider tags everything with its owner.", _tags_everything)]
RULES: tuple[Rule, ...] = (
    *encryption.RULES,
    *exposure.RULES,
    *rights.RULES,
    *keeping.RULES,
    *availability.RULES,
    *thrift.RULES,
    *containers.RULES,
    *NAMING,
)


def faults(resources: Resources) -> Iterator[Fault]:
    """Return every breach of every rule."""
    for rule in RULES:
        yield from rule.faults(resources)


def policies() -> list[StackValidationPolicy]:
    """Return the rules as Pulumi's policies; each is mandatory."""
    return [_policy(rule) for rule in RULES]


def _policy(rule: Rule) -> StackValidationPolicy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        for fault in rule.faults([_resource(args, number) for number in range(len(args.resources))]):
            report(f"{fault.about} {fault.where}", None)

    return StackValidationPolicy(
        name=rule.name, description=rule.about, enforcement_level=EnforcementLevel.MANDATORY, validate=validate
    )


def _resource(args: StackValidationArgs, number: int) -> Resource:
    given = args.resources[number]
    return Resource(
        type=given.resource_type,
        name=given.name,
        component=given.parent.name if given.parent else "",
        inputs=dict(given.props),
        protect=given.opts.protect,
        # The engine does not tell policies whether a resource is kept on delete; the capture does.
        retain=True,
        ignored=tuple(given.opts.ignore_changes),
    )

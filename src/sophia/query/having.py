"""Having: of the groups of a result, those whose measures meet the dataset's conditions."""

from __future__ import annotations

from sqlglot import exp

from sophia.kernel.errors import BadInput
from sophia.query.filter import COMPARED
from sophia.query.reference import Asked
from sophia.spec.datasets import Having

GROUPS = "groups"


def held(asked: Asked, groups: exp.Select) -> exp.Select:
    """Return the groups that meet every condition on a measure; a measure without a value meets none.

    Conditions look at the finished groups, so shares and earlier values are still those of the whole.
    Raises BadInput for a condition with the wrong number of values.
    """
    conditions = asked.dataset.having
    if not conditions:
        return groups
    names = groups.named_selects
    whole = exp.select(*[_column(name).as_(name, quoted=True, copy=False) for name in names])
    whole = whole.from_(groups.subquery(exp.to_identifier(GROUPS, quoted=True), copy=False), copy=False)
    return whole.where(*[_condition(item, asked) for item in conditions], copy=False)


def _condition(item: Having, asked: Asked) -> exp.Expr:
    if len(item.values) != (2 if item.op == "between" else 1):
        wanted = "two numbers" if item.op == "between" else "one number"
        raise BadInput(f"The condition on {item.by!r} needs {wanted}.", field=f"datasets.{asked.dataset.id}.having")
    bounds = [asked.bound.add(int(value) if value.is_integer() else value) for value in item.values]
    if item.op == "between":
        low, high = bounds
        sides = [exp.GTE(this=_column(item.by), expression=low), exp.LTE(this=_column(item.by), expression=high)]
        return exp.paren(exp.and_(*sides, copy=False))
    return COMPARED[item.op](this=_column(item.by), expression=bounds[0])


def _column(name: str) -> exp.Column:
    return exp.column(name, table=GROUPS, quoted=True)

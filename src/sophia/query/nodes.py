"""Nodes: the kinds of syntax that a query may be made of; anything else is refused unseen."""

from __future__ import annotations

from sqlglot import exp

QUERY = (
    exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.Values, exp.Tuple, exp.With, exp.CTE, exp.From,
    exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.LimitOptions, exp.Offset, exp.Fetch,
    exp.Qualify, exp.Distinct, exp.Join, exp.Table, exp.TableAlias, exp.TableSample, exp.Lateral, exp.Unnest,
    exp.Cube, exp.Rollup, exp.GroupingSets, exp.RecursiveWithSearch,
)  # fmt: skip
VALUES = (
    exp.Alias, exp.Aliases, exp.Column, exp.Identifier, exp.Literal, exp.RawString, exp.National, exp.Star,
    exp.Boolean, exp.Null, exp.Paren, exp.Placeholder, exp.DataType, exp.DataTypeParam, exp.Var, exp.Interval,
    exp.IntervalSpan, exp.Bracket, exp.Slice, exp.PropertyEQ, exp.Lambda, exp.ColumnDef,
)  # fmt: skip
OPERATORS = (
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Pow, exp.Neg, exp.Not, exp.And, exp.Or, exp.Xor,
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Like, exp.ILike,
    exp.SimilarTo, exp.Glob, exp.RegexpLike, exp.RegexpILike, exp.RegexpFullMatch, exp.DPipe, exp.BitwiseAnd,
    exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseNot, exp.BitwiseLeftShift, exp.BitwiseRightShift, exp.Between, exp.In,
    exp.Escape, exp.Collate, exp.AtTimeZone, exp.Any, exp.All, exp.Exists, exp.Comprehension, exp.Overlaps,
    exp.ArrayOverlaps, exp.ArrayContainsAll, exp.ArrayContainedBy, exp.JSONExtract, exp.JSONExtractScalar,
    exp.JSONBExtract, exp.JSONBExtractScalar, exp.JSONBContains,
)  # fmt: skip
AGGREGATION = (
    exp.Window, exp.WindowSpec, exp.Filter, exp.WithinGroup, exp.IgnoreNulls, exp.RespectNulls, exp.HavingMax,
)  # fmt: skip
PATHS = (
    exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript, exp.JSONPathWildcard,
)  # fmt: skip
ALLOWED = frozenset((*QUERY, *VALUES, *OPERATORS, *AGGREGATION, *PATHS))
ROOTS = (exp.Select, exp.SetOperation, exp.Values, exp.Subquery)

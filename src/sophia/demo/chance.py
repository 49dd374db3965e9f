"""Seeded chance: every entity draws from its own stream, so that adding one entity changes no other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from hashlib import blake2b
from random import Random


def stream(*parts: object) -> Random:
    """Return the random stream of the entity named by `parts`; equal on every machine."""
    name = ":".join([str(part) for part in parts]).encode()
    return Random(int.from_bytes(blake2b(name, digest_size=8).digest(), "big"))


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """Return a key of `weights`, drawn in proportion to its weight."""
    point = rng.random() * sum(weights.values())
    for key, weight in weights.items():
        point -= weight
        if point < 0:
            return key
    return next(reversed(tuple(weights)))


def spread(rng: Random, median: float, sigma: float) -> float:
    """Return a log-normal draw with the given median; `sigma` is the standard deviation of its logarithm."""
    return median * math.exp(rng.gauss(0, sigma))


def count(rng: Random, mean: float) -> int:
    """Return a Poisson draw; means above 9 use the normal approximation."""
    if mean > 9:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-max(mean, 0.0)), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return `value` moved into [low, high]."""
    return min(high, max(low, value))

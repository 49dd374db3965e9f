"""Retool's bill beside Sophia's, honest where Sophia is the dearer one."""

from __future__ import annotations

import pytest

from sophia.cost.retool import compare, retool_bill


@pytest.mark.parametrize(
    ("builders", "viewers", "bill"), [(2, 8, 2640), (10, 0, 6000), (5, 20, 6600), (10, 40, 13200), (0, 0, 0)]
)
def test_retools_bill_is_by_the_head(builders: int, viewers: int, bill: float) -> None:
    assert retool_bill(builders, viewers) == bill


def test_what_is_saved_is_a_share_of_retools_bill() -> None:
    assert compare(792, 2, 8).saved == pytest.approx(0.7)


def test_a_small_team_on_a_cheap_plan_is_told_that_it_pays_more() -> None:
    held = compare(780, 1, 2, "team")
    assert held.saved < 0
    assert not held.verified


@pytest.mark.parametrize("builders", [0, 1, 3])
def test_the_break_even_is_the_first_number_of_viewers_that_pays(builders: int) -> None:
    held = compare(840, builders, 0)
    assert retool_bill(builders, held.break_even_viewers) >= 840
    assert held.break_even_viewers == 0 or retool_bill(builders, held.break_even_viewers - 1) < 840

"""`python -m sophia_plan`: capture each profile and write the plans that `sophia cost estimate` prices."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from sophia_plan.capture import capture
from sophia_plan.plan import Plan

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "src" / "sophia" / "cost" / "plans"
PROFILES = ("default", "large", "lite")
GUIDE = {"environment": "production", "region": "us-east-1", "backend_url": "https://api.sophia-ai.com"}


def priced(profile: str) -> dict[str, str]:
    """Return the configuration whose plan is priced for a profile."""
    return {**GUIDE, "profile": profile, "alert_email": "ops@example.com"}


def cost_plan(plan: Plan) -> str:
    """Return what an estimate reads of a plan, as the text of its file."""
    # The product's own code says which inputs it reads; of the product only this module is needed here.
    sys.path.insert(0, str(ROOT / "src"))
    from sophia.cost.plan import reduced

    resources: list[dict[str, Any]] = [
        {"type": item.type, "name": item.name, "inputs": item.inputs} for item in plan.resources
    ]
    return "[\n" + ",\n".join("  " + json.dumps(item) for item in reduced(resources)) + "\n]\n"


if __name__ == "__main__":
    for name in PROFILES:
        (PLANS / f"{name}.json").write_text(cost_plan(capture(priced(name))), encoding="utf-8")

"""Time the Lambda form of the generator: its first answer (cold) and later ones (warm), through the runtime's protocol.

`python bench/function.py [--runs 20]` makes a demo home, starts `sophia lambda` against a runtime on loopback and writes
bench/results/function.json. Times hold for this machine; Lambda's own start of a container comes on top.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.acceptance.guide import GENERATE  # noqa: E402
from tests.acceptance.test_function import HOST, started  # noqa: E402
from tests.app import add_person  # noqa: E402
from tests.services.lambda_runtime import LambdaRuntime, balancer_event  # noqa: E402

from sophia.access.audit import SYSTEM  # noqa: E402  # the repository's tests must be importable first
from sophia.access.tokens import NewToken  # noqa: E402
from sophia.app import compose, prepare_demo  # noqa: E402
from sophia.kernel.settings import Settings  # noqa: E402


def timed(runtime: LambdaRuntime, event: dict[str, Any]) -> float:
    """Return the milliseconds of one invocation."""
    start = time.perf_counter()
    kind, answer = runtime.invoke(event)
    if kind != "response" or answer["statusCode"] != 200:
        raise SystemExit(f"{kind}: {str(answer)[:500]}")
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        services = compose(Settings(home=home))
        prepare_demo(services, lambda _: None)
        add_person(services, "builder")
        owner = services.accounts.all()[0].id
        token, _ = services.tokens.add(SYSTEM, NewToken(name="bench", role="builder", owner=owner))
        services.close()
        event = balancer_event("POST", "/generate-dashboard", GENERATE["ceo"], host=HOST, token=token)
        runtime = LambdaRuntime()
        begin = time.perf_counter()
        process = started(home, runtime)
        timed(runtime, event)
        cold = (time.perf_counter() - begin) * 1000
        warm = sorted(timed(runtime, event) for _ in range(runs))
        process.kill()
        process.wait()
        runtime.close()
    report = {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "request": "the guide's CEO dashboard",
        "cold_ms": round(cold),
        "warm_p50_ms": round(statistics.median(warm)),
        "warm_p95_ms": round(warm[round(0.95 * (runs - 1))]),
    }
    (ROOT / "bench" / "results" / "function.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

"""The frame of custom components: one page without data, under a policy that lets nothing out of it."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from sophia.access.routes import standing_for
from sophia.kernel.errors import NotFound
from sophia.server.static import FOLDER

router = APIRouter(include_in_schema=False)
RUNTIME = FOLDER / "sandbox" / "frame.js"
STYLE = (
    "html{height:100%}body{margin:0;min-height:100%;background:transparent;color:var(--text);"
    "font:14px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}*{box-sizing:border-box}"
)
POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src '{digest}' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The runtime alone may run, by its digest; once it does, it takes away even that (web/src/sandbox/frame.tsx)."""
HEADERS = {
    "Connection-Allowlist": "()",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-cache",
}


@router.get("/frame/custom", **standing_for("page.open"))
def custom_frame(request: Request) -> Response:
    """The page that a custom component runs in; code and data reach it by message only."""
    body, policy = page_of(RUNTIME)
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {**HEADERS, "Content-Security-Policy": policy, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


@functools.lru_cache(maxsize=1)
def page_of(runtime: Path) -> tuple[bytes, str]:
    """Return the page with the `runtime` in it, and its policy. Raises NotFound when the web app is not built."""
    if not runtime.is_file():
        raise NotFound("The web app is not built.", remedy="Run `make setup`.")
    script = runtime.read_text(encoding="utf-8").replace("</script", "<\\/script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Component</title><style>{STYLE}</style>'
        f"</head><body><script>{script}</script></body></html>"
    )
    return page.encode(), POLICY.format(digest=f"sha256-{digest}")

"""Response headers: what every reply carries, and the content security policy of pages and of everything else."""

from __future__ import annotations

HeaderList = list[tuple[bytes, bytes]]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'"
)
CLOSED_POLICY = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
EVERYWHERE: HeaderList = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def page_policy(nonce: str) -> str:
    """Return the policy of an HTML page; `nonce` allows the component library's one style element."""
    return PAGE_POLICY.format(nonce=nonce)


def secured(given: HeaderList, request_id: str, *, https: bool) -> HeaderList:
    """Return `given` with the headers of every reply; one that is there already stays."""
    names = {name.lower() for name, _ in given}
    added: HeaderList = [item for item in EVERYWHERE if item[0] not in names]
    added.append((b"x-request-id", request_id.encode()))
    if b"content-security-policy" not in names:
        added.append((b"content-security-policy", CLOSED_POLICY))
    if b"cache-control" not in names:
        added.append((b"cache-control", b"no-store"))
    if https:
        added.append(HSTS)
    return [*given, *added]

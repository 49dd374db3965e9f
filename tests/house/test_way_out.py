"""Nothing in the product speaks HTTP to the outside but the one client, and the model adapter that is guarded."""

import ast

from tests.house.tree import python_files, shown, syntax

CLIENTS = {"httpx", "httpx2", "requests", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib", "smtplib"}
ALLOWED = {
    ("src/sophia/kernel/http/client.py", "httpx2"),
    ("src/sophia/llm/guarded.py", "httpx2"),
    ("src/sophia/llm/providers.py", "httpx2"),
    ("src/sophia/cli/function.py", "http.client"),  # the platform's own protocol on loopback
}


def imported(node: ast.AST) -> set[str]:
    """Every module that an import statement may name."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def test_only_the_one_client_goes_out():
    used = {
        (shown(path), name)
        for path in python_files("src")
        for node in ast.walk(syntax(path))
        for name in imported(node)
        for client in CLIENTS
        if name == client or name.startswith(f"{client}.")
    }
    assert {(path, name) for path, name in used if (path, name) not in ALLOWED and name.count(".") < 2} == set()
    assert used >= ALLOWED

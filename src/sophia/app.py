"""The composition root: settings become one frozen set of services, used by every shell and every test."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import resources
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from itertools import takewhile
from typing import Any

from sophia.access.accounts import Accounts
from sophia.access.audit import SYSTEM, Audit
from sophia.access.identities import Identities
from sophia.access.policy import allowed
from sophia.access.sessions import SessionLimits, Sessions
from sophia.access.tokens import Tokens
from sophia.connections.registry import StoredRegistry
from sophia.connections.service import Connections
from sophia.connections.store import ConnectionStore
from sophia.connections.sync.jobs import SyncJobs
from sophia.connections.sync.store import Schedule, StoredBuckets
from sophia.dashboards.change import Changes
from sophia.dashboards.data import DashboardData
from sophia.dashboards.guide import REQUESTS
from sophia.dashboards.service import Dashboards
from sophia.dashboards.shelf import Shelf
from sophia.dashboards.store import DashboardStore
from sophia.demo import AS_OF, VERSION, generate
from sophia.feedback.service import Feedback
from sophia.feedback.store import FeedbackStore, Subject
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger
from sophia.kernel.meters import Meters
from sophia.kernel.secrets.keeper import keys_of
from sophia.kernel.settings import Settings
from sophia.kernel.viewer import Viewer
from sophia.models.service import Models
from sophia.models.store import ModelStore
from sophia.planner.request import Request
from sophia.query.cache import Cache
from sophia.query.path import Queries
from sophia.store.blob import SqliteBytes
from sophia.store.engine import Store
from sophia.store.migrate import migrate
from sophia.store.vault import Vault
from sophia.workspace.service import Workspace
from sophia.workspace.store import SettingStore

LOG = logger("app")
WARM = 8
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Services:
    """Everything that a shell may call."""

    settings: Settings
    version: str
    store: Store
    audit: Audit
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    identities: Identities
    registry: StoredRegistry
    queries: Queries
    connections: Connections
    dashboards: Dashboards
    changes: Changes
    data: DashboardData
    workspace: Workspace
    models: Models
    vault: Vault
    cached: SqliteBytes
    meters: Meters
    schedule: Schedule
    syncs: SyncJobs
    feedback: Feedback
    draining: threading.Event = field(default_factory=threading.Event)

    def session(self, viewer: Viewer | None) -> dict[str, Any]:
        """Return the session as sent: who asks, where, and whether setup is still open."""
        brand = self.workspace.brand()
        shown: dict[str, Any] | None = None
        if viewer is not None:
            shown = {"id": viewer.id, "name": viewer.name, "role": viewer.role, "demo": viewer.demo}
            shown["may"] = allowed(viewer)
        return {
            "viewer": shown,
            "workspace": {"name": brand.name, "primary": brand.primary, "accent": brand.accent, "logo": None},
            "mode": self.settings.mode,
            "setup_needed": self.settings.mode == "server" and not self.accounts.any(),
            "version": self.version,
        }

    def count_dashboards(self) -> int:
        """Return the number of dashboards; asks the database. Raises StorageBusy when it does not answer."""
        return len(self.dashboards.all(SYSTEM))

    def warm(self, over: threading.Event) -> None:
        """Have the numbers of the last changed dashboards, and the model's library, ready before somebody asks.

        Stops after the dashboard at hand once `over` is set.
        """
        with contextlib.suppress(SophiaError, RuntimeError):
            self.connections.prune()
            slugs = [head.slug for head in self.dashboards.all(SYSTEM)[:WARM]]
            self.data.warm(SYSTEM, takewhile(lambda _: not over.is_set(), slugs))
            if not over.is_set():
                self.models.warm()

    def close(self) -> None:
        """End workers and close files."""
        self.queries.close()
        self.cached.close()
        self.store.close()


def compose(settings: Settings) -> Services:
    """Return the services over the state of `settings.home`, migrated. Raises SophiaError when it cannot be used."""
    home = settings.home
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(settings.state_url)
    keys = keys_of(settings)
    migrate(store, keys)
    audit, meters = Audit(store), Meters()
    vault = Vault(store, keys)
    kept = ConnectionStore(store, audit, vault)
    models = Models(ModelStore(store, audit, vault, meters=meters), settings)
    registry = StoredRegistry(kept, home, settings.trusted)
    cached = SqliteBytes(home / "cache.db")
    queries = Queries(registry, cache=Cache(cached), settings=settings, meters=meters)
    schedule = Schedule(store)
    connections = Connections(kept, registry, queries, home, schedule=schedule, trusted=settings.trusted)
    dashboard_store = DashboardStore(store, audit)
    shelf = Shelf(dashboard_store)
    workspace = Workspace(SettingStore(store, audit))
    lasting = SessionLimits(timedelta(seconds=settings.session_idle), timedelta(seconds=settings.session_absolute))
    sessions = Sessions(store, audit, lasting)
    dashboards = Dashboards(dashboard_store, shelf, registry, queries)

    def subject(viewer: Viewer, key: str) -> Subject:
        opened = dashboards.open(viewer, key)
        return Subject(opened.saved.slug, opened.spec.title, opened.saved.version)

    return Services(
        settings=settings,
        version=product_version(),
        store=store,
        audit=audit,
        accounts=Accounts(store, audit),
        sessions=sessions,
        tokens=Tokens(store, audit),
        identities=Identities(store, audit, sessions),
        registry=registry,
        queries=queries,
        connections=connections,
        dashboards=dashboards,
        changes=Changes(dashboard_store, shelf, queries, registry, workspace.theme, guides=models, meters=meters),
        data=DashboardData(shelf, queries, registry),
        workspace=workspace,
        models=models,
        vault=vault,
        cached=cached,
        meters=meters,
        schedule=schedule,
        feedback=Feedback(FeedbackStore(store), subject, connections.keep_feedback),
        syncs=SyncJobs(connections, kept, schedule, StoredBuckets(store), home, settings.trusted),
    )


def product_version() -> str:
    """Return the installed version of Sophia."""
    try:
        return installed_version("sophia-dashboards")
    except PackageNotFoundError:
        return "0+source"


def prepare_demo(services: Services, progress: Progress) -> None:
    """Make the demo company, its connections and the guide's dashboards; nothing when this version has them."""
    settings, workspace = services.settings, services.workspace
    wanted = f"{VERSION}-{settings.demo_size}"
    folder = settings.home / "demo"
    made = folder / "version"
    whole = made.is_file() and made.read_text() == wanted
    if not whole:
        progress("Making the demo company (three years of invented data)")
        generate(folder, settings.demo_size)
        made.write_text(wanted)
    described = f"{wanted}-{_packs()}"
    if not whole or workspace.done("demo_connections") != described:
        for path in sorted(folder.glob("*.duckdb")):
            services.connections.add_demo(SYSTEM, path.stem, path, f"demo-{wanted}", str(AS_OF))
        workspace.mark("demo_connections", described)
    if workspace.done("demo_dashboards") != wanted:
        progress("Generating five dashboards from the guide's requests")
        if all([_generated(services, request, progress) for request in REQUESTS]):
            workspace.mark("demo_dashboards", wanted)


def _packs() -> str:
    """Return a digest of the curated packs, so that an upgrade describes the demo company anew."""
    folder = resources.files("sophia.catalog").joinpath("packs")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _generated(services: Services, request: Request, progress: Progress) -> bool:
    try:
        services.changes.generate(SYSTEM, request)
    except SophiaError as error:
        LOG.error("guide dashboard failed", type=request.type, reason=error.message)
        progress(f"  the {request.type} dashboard could not be made: {error.message}")
        return False
    return True

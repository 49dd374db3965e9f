"""The stack: every component in the order of what it stands on, and the six addresses it gives."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.alarms import Alarms
from sophia_infra.alerts import Alerts
from sophia_infra.audit_trail import AuditTrail
from sophia_infra.budget import Budget
from sophia_infra.certificate import Certificate
from sophia_infra.config import Settings
from sophia_infra.cutover import Cutover
from sophia_infra.database import Database
from sophia_infra.edge import Edge
from sophia_infra.firewall import Firewall
from sophia_infra.generator import Generator
from sophia_infra.image import Image
from sophia_infra.keys import Keys
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.monitoring import Monitoring
from sophia_infra.network import Network
from sophia_infra.place import find_place, tags
from sophia_infra.platform import Platform
from sophia_infra.query_workers import QueryWorkers
from sophia_infra.restart import Restart
from sophia_infra.roles import Resources, Roles
from sophia_infra.secrets import Secrets
from sophia_infra.service import Ground, Service
from sophia_infra.storage import Storage
from sophia_infra.task import Size, Task, variables
from sophia_infra.workers import Workers

DASHBOARDS = ("ceo", "knowledge", "project")


class Stack:
    """Sophia in one AWS account and region."""

    def __init__(self, settings: Settings, model_key: pulumi.Output[str] | None = None) -> None:
        provider = aws.Provider(
            "aws",
            region=settings.region,
            default_tags=aws.ProviderDefaultTagsArgs(tags=tags(settings)),
        )
        self._settings = settings
        self._options = pulumi.ResourceOptions(providers=[provider])
        self._place = find_place(settings, pulumi.InvokeOptions(provider=provider))
        self._lay_ground(model_key)
        self._open_entrance()
        self._run()
        self._watch()

    def outputs(self) -> dict[str, pulumi.Input[str]]:
        """Return the guide's six outputs; addresses end without a slash."""
        origin = self._settings.backend_url
        return {
            "dashboard_platform_url": origin,
            "cluster_name": self._ground.platform.cluster.name,
            "ai_generator_url": origin,
            **{f"{name}_dashboard_url": f"{origin}/d/{name}-dashboard" for name in DASHBOARDS},
        }

    def _lay_ground(self, model_key: pulumi.Output[str] | None) -> None:
        """What holds data and rights."""
        place, options = self._place, self._options
        self._keys = Keys(place, options)
        network = Network(place, options)
        firewall = Firewall(place, network, options)
        self._storage = Storage(place, self._keys, options)
        self._database = Database(place, network, firewall, self._keys, options)
        self._secrets = Secrets(self._database, self._keys, model_key, options)
        platform = Platform(place, self._keys, options)
        image = Image(place, options)
        roles = Roles(place, Resources(self._keys, self._storage, self._secrets, image, platform), options)
        self._ground = Ground(place, network, firewall, platform, image, roles)

    def _open_entrance(self) -> None:
        """What people reach, and under which names."""
        place, options, ground = self._place, self._options, self._ground
        certificate = Certificate(place, options)
        self._balancer = LoadBalancer(
            place, ground.network, ground.firewall, self._storage, certificate, options=options
        )
        by_cdn = self._settings.entrance == "cdn"
        entrance = Edge(self._balancer, certificate, options) if by_cdn else self._balancer
        Cutover(place, certificate, entrance, options)

    def _run(self) -> None:
        """What computes, and the alarms that judge a new version of it."""
        place, options, ground, wanted = self._place, self._options, self._ground, self._settings
        self._alerts = Alerts(place, self._keys, options)
        self._alarms = Alarms(place, self._balancer, self._alerts, options)
        told = variables(place, self._database.url, self._keys.arn)
        secret = self._secrets.injected()
        size = Size(wanted.web_cpu, wanted.web_memory)
        web = Task("web", ("run",), ground.roles.web, size, listens=True, variables=told, secrets=secret)
        service = Service(ground, web, self._balancer, self._alarms.rolling_back, options)
        Restart(place, ground.platform.cluster.name, service.service.name, options)
        worker = Task("worker", ("worker",), ground.roles.worker, size, variables=told, secrets=secret)
        Workers(ground, worker, options)
        if wanted.query_workers or wanted.paused_profile == "large":
            QueryWorkers(ground, Task("query", ("worker", "--queries"), ground.roles.query, size), options)
        self._generator = Generator(ground, self._keys, self._secrets, told, options)
        if wanted.generator == "lambda":
            self._generator.answer_calls(self._balancer, wanted.host)

    def _watch(self) -> None:
        """What looks on: dashboards, budgets, the audit trail."""
        place, options = self._place, self._options
        Monitoring(place, self._balancer, self._database, self._generator, self._alarms, options=options)
        Budget(place, self._alerts, options)
        AuditTrail(place, self._keys, self._storage, self._alerts, options)

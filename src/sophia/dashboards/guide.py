"""The five requests of the migration guide, from which the first dashboards are generated."""

from __future__ import annotations

from sophia.planner.request import Request

REQUESTS = (
    Request(
        type="migration-metrics",
        description="Migration success metrics dashboard showing cost savings, performance metrics, user satisfaction, "
        "and development velocity",
        data_sources=("cloudwatch", "cost-explorer", "user-feedback"),
        features=("real-time-metrics", "cost-tracking", "performance-monitoring"),
    ),
    Request(
        type="sales-performance",
        description="I need a sales performance dashboard that shows our top deals, revenue trends by month, and "
        "individual sales rep performance. It should update in real-time and allow me to drill down into specific "
        "deals.",
        data_sources=("snowflake", "hubspot", "gong"),
        features=("real-time-updates", "drill-down-analysis", "export-reports"),
    ),
    Request(
        type="project",
        description="Project intelligence dashboard with portfolio overview, OKR tracking, and team performance",
        data_sources=("linear", "github", "asana", "slack"),
        features=("portfolio-overview", "okr-alignment", "team-performance"),
    ),
    Request(
        type="knowledge",
        description="Knowledge management dashboard with document upload, AI curation, and discovery queue",
        data_sources=("pinecone", "s3", "openai"),
        features=("document-upload", "insight-curation", "discovery-queue"),
    ),
    Request(
        type="ceo",
        description="Executive dashboard with strategic intelligence, client health monitoring, and "
        "AI-powered insights",
        data_sources=("snowflake", "gong", "openai"),
        features=("strategic-chat", "client-health", "revenue-analytics"),
    ),
)

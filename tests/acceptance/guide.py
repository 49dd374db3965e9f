"""The requests of the migration guide, word for word."""

from __future__ import annotations

from typing import Any

GENERATE: dict[str, dict[str, Any]] = {
    "ceo": {
        "description": "Executive dashboard with strategic intelligence, client health monitoring, and AI-powered insights",
        "type": "ceo",
        "data_sources": ["snowflake", "gong", "openai"],
        "features": ["strategic-chat", "client-health", "revenue-analytics"],
    },
    "knowledge": {
        "description": "Knowledge management dashboard with document upload, AI curation, and discovery queue",
        "type": "knowledge",
        "data_sources": ["pinecone", "s3", "openai"],
        "features": ["document-upload", "insight-curation", "discovery-queue"],
    },
    "project": {
        "description": "Project intelligence dashboard with portfolio overview, OKR tracking, and team performance",
        "type": "project",
        "data_sources": ["linear", "github", "asana", "slack"],
        "features": ["portfolio-overview", "okr-alignment", "team-performance"],
    },
    "sales-performance": {
        "description": "I need a sales performance dashboard that shows our top deals, revenue trends by month, and "
        "individual sales rep performance. It should update in real-time and allow me to drill down into specific deals.",
        "type": "sales-performance",
        "data_sources": ["snowflake", "hubspot", "gong"],
        "features": ["real-time-updates", "drill-down-analysis", "export-reports"],
    },
    "migration-metrics": {
        "description": "Migration success metrics dashboard showing cost savings, performance metrics, user satisfaction, "
        "and development velocity",
        "type": "migration-metrics",
        "data_sources": ["cloudwatch", "cost-explorer", "user-feedback"],
        "features": ["real-time-metrics", "cost-tracking", "performance-monitoring"],
    },
}
ADD = {
    "dashboard_id": "ceo-dashboard",
    "description": "Add a new chart showing customer acquisition cost trends over the last 12 months",
    "data_source": "snowflake",
    "position": "top-right",
}
MODIFY = {
    "dashboard_id": "knowledge-dashboard",
    "modification": "Change the color scheme to match our brand colors and add a dark mode toggle",
    "preserve_functionality": True,
}

"""Campaigns: marketing campaigns with weekly figures and the leads that they brought."""

from __future__ import annotations

from datetime import timedelta

from bench.dash.world import AS_OF, Chance, Sheet

CHANNELS = {"Email": 4, "paid search": 4, "Social": 3, "events": 1}
STAGES = {"new": 4, "contacted": 3, "qualified": 2, "won": 1}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return campaigns, weekly_figures and leads."""
    campaigns, figures, leads = [], [], []
    for number in range(1, 41):
        started = chance.day()
        channel = chance.among(CHANNELS)
        campaigns.append(
            (number, f"{channel.title()} push {number:02}", channel, started, 500 * chance.randrange(2, 20))
        )
        for week in range(chance.randrange(6, 30)):
            day = started + timedelta(weeks=week)
            if day <= AS_OF:
                views = chance.randrange(500, 20000)
                clicks = int(views * chance.uniform(0.005, 0.06))
                figures.append((number, day, views, clicks, chance.money(180)))
    for number in range(1, 1301):
        campaign = chance.choice(campaigns)
        leads.append(
            (number, chance.gap(campaign[0], 0.06), chance.after(campaign[3], 200) or AS_OF, chance.among(STAGES),
             chance.gap(chance.among({"Spain": 4, "Canada": 3, "Poland": 2, "Ghana": 1})), chance.gap(chance.money(700), 0.5),
             f"lead{number}@example.org")
        )  # fmt: skip
    return {
        "campaigns": Sheet(
            "campaign_id INTEGER, campaign VARCHAR, channel VARCHAR, started_on DATE, budget INTEGER", campaigns),
        "weekly_figures": Sheet("campaign_id INTEGER, week DATE, impressions INTEGER, clicks INTEGER, spend DOUBLE", figures),
        "leads": Sheet(
            "lead_id INTEGER, campaign_id INTEGER, created_on DATE, stage VARCHAR, country VARCHAR, deal_value DOUBLE, "
            "email VARCHAR", leads),
    }  # fmt: skip

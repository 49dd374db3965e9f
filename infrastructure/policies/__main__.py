"""The policy pack that Pulumi runs: `pulumi preview --policy-pack policies`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pulumi_policy import PolicyPack

from sophia_rules.pack import policies

PolicyPack("sophia", policies())

"""The program that Pulumi runs: the stack's configuration becomes the platform, and the platform its outputs."""

import json
import os

import pulumi

from sophia_infra.config import SECRET, read_settings, refuse_unknown
from sophia_infra.stack import Stack

config = pulumi.Config()
own = f"{config.name}:"
refuse_unknown(
    key.removeprefix(own) for key in json.loads(os.environ.get("PULUMI_CONFIG", "{}")) if key.startswith(own)
)
stack = Stack(read_settings(config.get), config.get_secret(SECRET))

for name, value in stack.outputs().items():
    pulumi.export(name, value)

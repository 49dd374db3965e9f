"""Brand and name are kept, on both databases, and only admins change them."""

import pytest

from sophia.access.audit import SYSTEM, Audit
from sophia.kernel.errors import Forbidden
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store
from sophia.workspace.service import Brand, Workspace
from sophia.workspace.store import SettingStore


def test_what_was_never_set_has_a_default_and_what_was_set_stays(store: Store) -> None:
    workspace = Workspace(SettingStore(store, Audit(store)))
    assert workspace.brand() == Brand()
    workspace.change(SYSTEM, Brand("Acme", "#112233", "#445566"))
    assert workspace.brand() == Brand("Acme", "#112233", "#445566")
    assert (workspace.theme().primary, workspace.theme().accent) == ("#112233", "#445566")


def test_a_builder_does_not_change_the_brand(store: Store) -> None:
    workspace = Workspace(SettingStore(store, Audit(store)))
    with pytest.raises(Forbidden):
        workspace.change(Viewer("user_b", "Bob", "builder"), Brand("Bob's"))

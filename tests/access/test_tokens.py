"""Tokens stand for their owner, never for more; they end, are listed and revoked."""

from datetime import timedelta

import pytest

from sophia.access.identities import DEMO
from sophia.access.secret import handle_of, hashed
from sophia.access.tokens import NewToken
from sophia.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from tests.access.conftest import Hands, People

pytestmark = pytest.mark.slow


def test_a_token_never_carries_more_than_its_owner(people: People) -> None:
    ann = people.add("Ann")
    found = people.tokens.by_secret(people.give(ann, role="viewer"))
    assert found is not None
    assert (found.id, found.role, found.by_token) == (ann.id, "viewer", True)
    with pytest.raises(Forbidden):
        people.give(ann, role="admin")


@pytest.mark.parametrize("secret", ["soph_guess", "x" * 5000, "", "soph_" + "x" * 5000])
def test_a_forged_token_stands_for_nobody(people: People, secret: str) -> None:
    assert people.tokens.by_secret(secret) is None


def test_a_token_ends_at_its_hour_or_never(people: People, clock: Hands) -> None:
    ann = people.add("Ann")
    week, forever = people.give(ann, days=7), people.give(ann, days=None)
    clock.now += timedelta(days=6, hours=23)
    assert people.tokens.by_secret(week) is not None
    clock.now += timedelta(hours=1)
    assert people.tokens.by_secret(week) is None
    clock.now += timedelta(days=4000)
    assert people.tokens.by_secret(forever) is not None


def test_its_owner_sees_when_it_was_used_last_and_never_its_text(people: People, clock: Hands) -> None:
    ann = people.add("Ann")
    secret = people.give(ann)
    (unused,) = people.tokens.of(ann)
    assert unused.token.used_at is None
    clock.now += timedelta(hours=1)
    people.tokens.by_secret(secret)
    (used,) = people.tokens.of(ann)
    assert used.token.used_at == clock.now
    assert secret not in repr(vars(used.token))


def test_a_person_sees_and_revokes_their_own_and_an_admin_anybodys(people: People) -> None:
    ann, bob, root = people.add("Ann"), people.add("Bob", "viewer"), people.add("Root", "admin")
    secret = people.give(ann)
    handle = handle_of(hashed(secret))
    assert people.tokens.of(bob) == []
    with pytest.raises(Forbidden):
        people.tokens.of_everybody(bob)
    with pytest.raises(NotFound):
        people.tokens.revoke(bob, handle)
    assert [held.owner.id for held in people.tokens.of_everybody(root)] == [ann.id]
    people.tokens.revoke(root, handle)
    assert people.tokens.by_secret(secret) is None
    assert people.tokens.of(ann) == []
    with pytest.raises(NotFound):
        people.tokens.revoke(root, handle)
    assert {"token.add", "token.revoke"} <= set(people.done())


def test_an_admin_makes_a_token_for_somebody_else_within_their_role(people: People) -> None:
    ann, root = people.add("Ann"), people.add("Root", "admin")
    found = people.tokens.by_secret(people.give(root, owner=ann.id, role="builder"))
    assert found is not None
    assert found.id == ann.id
    with pytest.raises(BadInput):
        people.give(root, owner=ann.id, role="admin")
    with pytest.raises(Forbidden):
        people.give(ann, owner=root.id, role="viewer")
    with pytest.raises(NotFound):
        people.give(root, owner="user_nobody", role="viewer")
    people.accounts.disable(root, ann.id)
    with pytest.raises(Conflict):
        people.give(root, owner=ann.id, role="viewer")


def test_a_token_makes_no_tokens_and_sees_no_sessions(people: People) -> None:
    script = people.tokens.by_secret(people.give(people.add("Root", "admin")))
    assert script is not None
    with pytest.raises(Forbidden, match="token"):
        people.tokens.add(script, NewToken("longer", "viewer"))
    with pytest.raises(Forbidden, match="token"):
        people.sessions.of(script)


def test_one_person_has_at_most_a_hundred(people: People) -> None:
    ann = people.add("Ann")
    for _ in range(100):
        people.give(ann)
    with pytest.raises(Conflict):
        people.give(ann)


def test_a_token_has_a_name(people: People) -> None:
    with pytest.raises(BadInput):
        people.give(people.add("Ann"), name="  ")


def test_the_demo_builder_makes_no_tokens(people: People) -> None:
    with pytest.raises(Forbidden):
        people.give(DEMO, role="viewer")

"""Sessions end with time and by their owner's hand; nobody touches anybody else's."""

from datetime import timedelta

import pytest

from sophia.access.identities import DEMO
from sophia.access.secret import handle_of, hashed
from sophia.kernel.errors import Forbidden, NotFound, Unauthenticated
from tests.access.conftest import HERE, Hands, People


def test_a_session_ends_without_use_and_in_any_case(people: People, clock: Hands) -> None:
    ann = people.add("Ann")
    idle = people.enter(ann)
    clock.now += timedelta(minutes=31)
    assert people.sessions.by_secret(idle) is None
    used = people.enter(ann)
    for _ in range(30):
        clock.now += timedelta(minutes=24)
        alive = people.sessions.by_secret(used)
    assert alive is None


def test_a_forged_cookie_stands_for_nobody(people: People) -> None:
    ann = people.add("Ann")
    secret = people.enter(ann)
    assert people.sessions.by_secret("admin") is None
    assert people.sessions.by_secret(hashed(secret)) is None


def test_a_person_sees_their_own_sessions_that_last(people: People, clock: Hands) -> None:
    ann, bob = people.add("Ann"), people.add("Bob")
    people.enter(ann)
    clock.now += timedelta(minutes=31)
    secret = people.enter(ann)
    people.enter(bob)
    (seen,) = people.sessions.of(ann)
    assert (seen.id, seen.place, seen.agent) == (hashed(secret), HERE.place, HERE.agent)


def test_a_person_ends_one_session_or_all_others(people: People) -> None:
    ann = people.add("Ann")
    here, there, elsewhere = (people.enter(ann) for _ in range(3))
    people.sessions.revoke(ann, handle_of(hashed(there)))
    assert people.sessions.by_secret(there) is None
    assert people.sessions.revoke_others(ann, here) == 1
    assert people.sessions.by_secret(elsewhere) is None
    assert people.sessions.by_secret(here) == ann
    assert people.done().count("session.revoke") == 2


def test_nobody_ends_the_session_of_somebody_else(people: People) -> None:
    ann, root = people.add("Ann"), people.add("Root", "admin")
    secret = people.enter(ann)
    for handle in (handle_of(hashed(secret)), "%", "_" * 16, "", hashed(secret)):
        with pytest.raises(NotFound):
            people.sessions.revoke(root, handle)
    assert people.sessions.by_secret(secret) == ann


def test_the_demo_builder_has_no_sessions_to_show(people: People) -> None:
    with pytest.raises(Forbidden):
        people.sessions.of(DEMO)


def test_a_password_that_was_checked_before_the_account_was_disabled_opens_nothing(people: People) -> None:
    root, ann = people.add("Root", "admin"), people.add("Ann")
    proven = people.accounts.by_email("ann@example.org")
    people.accounts.disable(root, ann.id)
    with pytest.raises(Unauthenticated):
        people.sessions.begin(proven, HERE)

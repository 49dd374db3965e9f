"""Admins make and change accounts; what a person held stops when it should; somebody always remains in charge."""

import threading

import pytest

from sophia.access.accounts import NewUser
from sophia.access.audit import SYSTEM
from sophia.kernel.errors import BadInput, Conflict, Forbidden, NotFound, SophiaError, Unauthenticated
from tests.access.conftest import HERE, PASSWORD, People

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "password123", "x" * 300])
def test_a_worthless_password_is_refused(people: People, password: str) -> None:
    with pytest.raises(BadInput, match="password"):
        people.accounts.add(SYSTEM, NewUser("ann@example.org", "Ann", "viewer", password))


@pytest.mark.parametrize("email", ["", "ann", "ann@", "а@example.org", "a b@example.org"])
def test_what_is_no_address_is_refused(people: People, email: str) -> None:
    with pytest.raises(BadInput):
        people.accounts.add(SYSTEM, NewUser(email, "Ann", "viewer", PASSWORD))


def test_one_address_is_one_account(people: People) -> None:
    people.add("Ann")
    with pytest.raises(Conflict):
        people.accounts.add(SYSTEM, NewUser("ANN@example.org", "Other", "viewer", PASSWORD))


def test_only_an_admin_manages_accounts(people: People) -> None:
    ann, bob = people.add("Ann"), people.add("Bob", "viewer")
    for act in (
        lambda: people.accounts.add(ann, NewUser("eve@example.org", "Eve", "viewer", PASSWORD)),
        lambda: people.accounts.set_role(ann, bob.id, "builder"),
        lambda: people.accounts.disable(ann, bob.id),
        lambda: people.accounts.enable(ann, bob.id),
        lambda: people.accounts.reset(ann, bob.id),
    ):
        with pytest.raises(Forbidden):
            act()


def test_disabling_ends_everything_a_person_holds_and_enabling_does_not_bring_it_back(people: People) -> None:
    root, ann = people.add("Root", "admin"), people.add("Ann")
    session, token = people.enter(ann), people.give(ann)
    people.accounts.disable(root, ann.id)
    assert people.sessions.by_secret(session) is None
    assert people.tokens.by_secret(token) is None
    with pytest.raises(Unauthenticated):
        people.enter(ann)
    people.accounts.enable(root, ann.id)
    assert people.sessions.by_secret(session) is None
    assert people.tokens.by_secret(token) is None
    assert people.enter(ann)
    assert {"user.disable", "user.enable"} <= set(people.done())


def test_a_disabled_person_cannot_come_back_through_a_one_time_secret(people: People) -> None:
    root, ann = people.add("Root", "admin"), people.add("Ann")
    once = people.accounts.reset(root, ann.id)
    people.accounts.disable(root, ann.id)
    people.accounts.enable(root, ann.id)
    with pytest.raises(Forbidden):
        people.identities.choose_password(once.secret, "a wholly other sentence", HERE)


def test_another_role_counts_at_once_for_sessions_and_tokens(people: People) -> None:
    root, ann = people.add("Root", "admin"), people.add("Ann")
    session, token = people.enter(ann), people.give(ann)
    people.accounts.set_role(root, ann.id, "viewer")
    assert people.sessions.by_secret(session) is None
    found = people.tokens.by_secret(token)
    assert found is not None
    assert found.role == "viewer"


def test_a_reset_takes_the_old_password_and_the_sessions_away(people: People) -> None:
    root, ann = people.add("Root", "admin"), people.add("Ann")
    session = people.enter(ann)
    people.accounts.reset(root, ann.id)
    assert people.sessions.by_secret(session) is None
    with pytest.raises(Unauthenticated):
        people.enter(ann)


def test_the_last_admin_is_neither_disabled_nor_demoted(people: People) -> None:
    root = people.add("Root", "admin")
    people.accounts.add(SYSTEM, NewUser("new@example.org", "Not yet here", "admin"))
    gone = people.add("Gone", "admin")
    people.accounts.disable(root, gone.id)
    for asker in (root, SYSTEM):
        with pytest.raises(Conflict, match="last admin"):
            people.accounts.disable(asker, root.id)
        with pytest.raises(Conflict, match="last admin"):
            people.accounts.set_role(asker, root.id, "builder")


def test_nobody_shuts_out_or_resets_themselves(people: People) -> None:
    root, _ = people.add("Root", "admin"), people.add("Second", "admin")
    for act in (people.accounts.disable, people.accounts.reset):
        with pytest.raises(Conflict, match="your own"):
            act(root, root.id)
    with pytest.raises(Conflict, match="your own"):
        people.accounts.set_role(root, root.id, "viewer")


def test_two_admins_who_demote_each_other_at_once_leave_one(people: People) -> None:
    pair = [people.add("One", "admin"), people.add("Two", "admin")]
    start, refused = threading.Barrier(2), []

    def demote(asker, other) -> None:
        start.wait()
        try:
            people.accounts.set_role(asker, other.id, "viewer")
        except SophiaError as error:
            refused.append(error)

    both = [threading.Thread(target=demote, args=(pair[turn], pair[1 - turn])) for turn in (0, 1)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [row.role for row in people.accounts.all()].count("admin") == 1
    assert [type(error) for error in refused] == [Conflict]


def test_whoever_sits_at_the_machine_may_reset_the_last_admin(people: People) -> None:
    root = people.add("Root", "admin")
    assert people.accounts.reset(SYSTEM, root.id).secret


def test_an_account_that_does_not_exist_is_said(people: People) -> None:
    root = people.add("Root", "admin")
    for act in (people.accounts.disable, people.accounts.enable, people.accounts.reset):
        with pytest.raises(NotFound):
            act(root, "user_nobody")
    with pytest.raises(NotFound):
        people.accounts.by_email("nobody@example.org")

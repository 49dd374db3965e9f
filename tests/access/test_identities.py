"""People prove who they are and choose their passwords."""

from datetime import timedelta

import pytest

from sophia.access.accounts import NewUser
from sophia.access.audit import SYSTEM
from sophia.kernel.errors import BadInput, Forbidden, TooManyRequests, Unauthenticated
from tests.access.conftest import HERE, PASSWORD, Hands, People

pytestmark = pytest.mark.slow

OTHER = "a wholly other sentence"


def test_a_person_signs_in_and_out(people: People) -> None:
    ann = people.add("Ann")
    viewer, secret = people.identities.log_in("ann@example.ORG", PASSWORD, HERE)
    assert viewer == ann
    assert people.sessions.by_secret(secret) == ann
    people.sessions.end(secret)
    assert people.sessions.by_secret(secret) is None


@pytest.mark.parametrize(("email", "password"), [("ann@example.org", "wrong horse"), ("bob@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(people: People, email: str, password: str) -> None:
    people.add("Ann")
    with pytest.raises(Unauthenticated, match="E-mail address or password is wrong"):
        people.identities.log_in(email, password, HERE)


def test_guessing_is_slowed_for_one_account_only(people: People, clock: Hands) -> None:
    ann = people.add("Ann")
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            people.identities.log_in("ann@example.org", "not the password", HERE)
    with pytest.raises(TooManyRequests):
        people.enter(ann)
    with pytest.raises(Unauthenticated):
        people.identities.log_in("bob@example.org", "not the password", HERE)
    clock.now += timedelta(minutes=6)
    assert people.enter(ann)


def test_setup_works_once_and_only_with_the_secret_of_the_console(people: People) -> None:
    admin = NewUser("root@example.org", "Root", "viewer", PASSWORD)
    with pytest.raises(Forbidden):
        people.identities.set_up("", admin)
    secret = people.identities.open_setup()
    with pytest.raises(Forbidden):
        people.identities.set_up("guess", admin)
    assert people.identities.set_up(secret, admin).role == "admin"
    with pytest.raises(Forbidden):
        people.identities.set_up(secret, NewUser("eve@example.org", "Eve", "admin", PASSWORD))
    assert len(people.accounts.all()) == 1


def test_an_invited_person_chooses_a_password_once_and_is_signed_in(people: People) -> None:
    row, once = people.accounts.add(SYSTEM, NewUser("ann@example.org", "Ann", "viewer"))
    assert once is not None
    viewer, secret = people.identities.choose_password(once.secret, PASSWORD, HERE)
    assert viewer.id == row.id
    assert people.sessions.by_secret(secret) == viewer
    assert people.enter(viewer)
    with pytest.raises(Forbidden):
        people.identities.choose_password(once.secret, OTHER, HERE)


@pytest.mark.parametrize("password", ["", " ", "nobody has this password"])
def test_before_a_password_is_chosen_no_password_fits(people: People, password: str) -> None:
    people.accounts.add(SYSTEM, NewUser("ann@example.org", "Ann", "viewer"))
    with pytest.raises(Unauthenticated):
        people.identities.log_in("ann@example.org", password, HERE)


def test_a_one_time_secret_ends_after_a_day_and_with_the_next_one(people: People, clock: Hands) -> None:
    ann = people.add("Ann")
    first, second = people.accounts.reset(SYSTEM, ann.id), people.accounts.reset(SYSTEM, ann.id)
    with pytest.raises(Forbidden):
        people.identities.choose_password(first.secret, OTHER, HERE)
    clock.now += timedelta(hours=24)
    with pytest.raises(Forbidden):
        people.identities.choose_password(second.secret, OTHER, HERE)


def test_a_worthless_password_does_not_use_the_secret_up(people: People) -> None:
    ann = people.add("Ann")
    once = people.accounts.reset(SYSTEM, ann.id)
    with pytest.raises(BadInput):
        people.identities.choose_password(once.secret, "short", HERE)
    assert people.identities.choose_password(once.secret, OTHER, HERE)[0] == ann


def test_changing_a_password_needs_the_old_one_and_ends_the_other_sessions(people: People) -> None:
    ann = people.add("Ann")
    here, elsewhere = people.enter(ann), people.enter(ann)
    with pytest.raises(BadInput, match="not your password"):
        people.identities.change_password(ann, "guess", OTHER, here)
    people.identities.change_password(ann, PASSWORD, OTHER, here)
    assert people.sessions.by_secret(here) == ann
    assert people.sessions.by_secret(elsewhere) is None
    assert people.identities.log_in("ann@example.org", OTHER, HERE)
    with pytest.raises(Unauthenticated):
        people.enter(ann)


def test_guessing_the_own_password_is_slowed(people: People) -> None:
    ann = people.add("Ann")
    for _ in range(10):
        with pytest.raises(BadInput):
            people.identities.change_password(ann, "guess", OTHER, None)
    with pytest.raises(TooManyRequests):
        people.identities.change_password(ann, PASSWORD, OTHER, None)

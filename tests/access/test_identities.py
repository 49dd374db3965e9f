"""People prove who they are; what they hold ends when it should."""

from datetime import UTC, datetime, timedelta

import pytest

from sophia.access.audit import SYSTEM, Audit
from sophia.access.identities import DEMO, Identities, NewUser
from sophia.kernel.errors import BadInput, Conflict, Forbidden, TooManyRequests, Unauthenticated
from sophia.store.engine import Store

ANN = NewUser("Ann@Example.org", "Ann", "builder", "correct horse battery")


class Hands:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def people(store: Store, clock: Hands) -> Identities:
    return Identities(store, Audit(store, clock), clock=clock)


def test_a_person_signs_in_and_out(people: Identities) -> None:
    ann = people.add_user(SYSTEM, ANN)
    viewer, secret = people.log_in("ann@example.ORG", ANN.password, "here")
    assert viewer == ann
    assert people.by_session(secret) == ann
    people.log_out(secret)
    assert people.by_session(secret) is None


@pytest.mark.parametrize(("email", "password"), [("ann@example.org", "wrong horse"), ("bob@example.org", ANN.password)])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(
    people: Identities, email: str, password: str
) -> None:
    people.add_user(SYSTEM, ANN)
    with pytest.raises(Unauthenticated, match="E-mail address or password is wrong"):
        people.log_in(email, password, "here")


def test_a_session_ends_without_use_and_in_any_case(people: Identities, clock: Hands) -> None:
    people.add_user(SYSTEM, ANN)
    _, idle = people.log_in(ANN.email, ANN.password, "here")
    clock.now += timedelta(minutes=31)
    assert people.by_session(idle) is None
    _, used = people.log_in(ANN.email, ANN.password, "here")
    for _ in range(30):
        clock.now += timedelta(minutes=24)
        alive = people.by_session(used)
    assert alive is None


def test_guessing_is_slowed_for_one_account_only(people: Identities, clock: Hands) -> None:
    people.add_user(SYSTEM, ANN)
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            people.log_in(ANN.email, "not the password", "here")
    with pytest.raises(TooManyRequests):
        people.log_in(ANN.email, ANN.password, "here")
    with pytest.raises(Unauthenticated):
        people.log_in("bob@example.org", "not the password", "here")
    clock.now += timedelta(minutes=6)
    assert people.log_in(ANN.email, ANN.password, "here")


def test_forged_cookies_and_tokens_stand_for_nobody(people: Identities) -> None:
    assert people.by_session("admin") is None
    assert people.by_token("soph_guess") is None
    assert people.by_token("x" * 5000) is None


def test_a_token_never_carries_more_than_its_owner(people: Identities) -> None:
    ann = people.add_user(SYSTEM, ANN)
    found = people.by_token(people.add_token(ann, "script", "viewer"))
    assert found is not None
    assert (found.id, found.role) == (ann.id, "viewer")
    with pytest.raises(Forbidden):
        people.add_token(ann, "script", "admin")


def test_the_demo_builder_makes_no_tokens(people: Identities) -> None:
    with pytest.raises(Forbidden):
        people.add_token(DEMO, "script", "viewer")


def test_setup_works_once_and_only_with_the_secret_of_the_console(people: Identities) -> None:
    admin = NewUser("root@example.org", "Root", "viewer", "correct horse battery")
    with pytest.raises(Forbidden):
        people.set_up("", admin)
    secret = people.open_setup()
    with pytest.raises(Forbidden):
        people.set_up("guess", admin)
    assert people.set_up(secret, admin).role == "admin"
    with pytest.raises(Forbidden):
        people.set_up(secret, NewUser("eve@example.org", "Eve", "admin", "correct horse battery"))
    assert len(people.users()) == 1


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "password123", "x" * 300])
def test_a_worthless_password_is_refused(people: Identities, password: str) -> None:
    with pytest.raises(BadInput, match="password"):
        people.add_user(SYSTEM, NewUser("ann@example.org", "Ann", "viewer", password))


@pytest.mark.parametrize("email", ["", "ann", "ann@", "а@example.org", "a b@example.org"])
def test_what_is_no_address_is_refused(people: Identities, email: str) -> None:
    with pytest.raises(BadInput):
        people.add_user(SYSTEM, NewUser(email, "Ann", "viewer", "correct horse battery"))


def test_one_address_is_one_account(people: Identities) -> None:
    people.add_user(SYSTEM, ANN)
    with pytest.raises(Conflict):
        people.add_user(SYSTEM, NewUser("ANN@example.org", "Other", "viewer", "correct horse battery"))


def test_nobody_makes_an_account_above_their_own_role(people: Identities) -> None:
    ann = people.add_user(SYSTEM, ANN)
    with pytest.raises(Forbidden):
        people.add_user(ann, NewUser("bob@example.org", "Bob", "viewer", "correct horse battery"))

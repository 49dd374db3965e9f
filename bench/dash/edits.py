"""Edits: what an instruction should do to a dashboard, as demands on the dashboard before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.dash.gold import Answers, Gold
from bench.dash.protocol import Reply, Shown

SAME_PLACE = {"place": (0, 0, 12, 4), "phone": 0, "page": "", "filtered": False, "provenance": ""}
COLOURS = {"primary", "palette"}


@dataclass(frozen=True)
class Edit:
    """Instructions given one after the other, and the changes that they should bring.

    A change is a mapping: with `of` (a part's key) it is about that component: title, kind, gone, answer (SQL) with
    shape, at (places), size, copies, reference, compared, format. Without: mode, toggle, colours, name, page, pages,
    new (SQL) with shape, order. `refused` wants nothing changed and a reason; `undone` wants everything as it was.
    """

    id: str
    domain: str
    say: tuple[str, ...]
    changes: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Verdict:
    """What became of an edit: each demand, whether the rest stayed as it was, components that nobody asked for."""

    effects: tuple[bool, ...]
    preserved: bool
    surplus: int


def judge(edit: Edit, before: Reply, after: Reply, keys: Mapping[str, str], answers: Answers) -> Verdict:
    """Compare two states of a dashboard with what the edit should do; `keys` gives each part's component id."""
    if any(change.get("refused") for change in edit.changes):
        same = _frozen(before) == _frozen(after)
        return Verdict((same and bool(after.refused),), same, 0)
    if any(change.get("undone") for change in edit.changes):
        same = _frozen(before) == _frozen(after)
        return Verdict((same,), same, 0)
    effects = tuple(
        holds for change in edit.changes for holds in _holds(change, before, after, keys, answers)
    )  # fmt: skip
    everything = any(change.get("of") == "everything" for change in edit.changes)
    touched = {keys.get(change.get("of", ""), "") for change in edit.changes}
    old = {item.id for item in before.shown}
    wanted = sum(1 for change in edit.changes if "new" in change or "copies" in change)
    return Verdict(
        effects,
        everything or (_preserved(before, after, touched) and _looks_kept(edit, before, after)),
        max(0, sum(item.id not in old and item.kind != "text" for item in after.shown) - wanted),
    )


def _frozen(reply: Reply) -> tuple[Any, ...]:
    return tuple(replace(item, provenance="") for item in reply.shown), dict(reply.looks)


def _plain(item: Shown) -> Shown:
    return replace(item, **SAME_PLACE)


def _preserved(before: Reply, after: Reply, touched: set[str]) -> bool:
    now = {item.id: _plain(item) for item in after.shown}
    return all(now.get(item.id) == _plain(item) for item in before.shown if item.id not in touched)


def _looks_kept(edit: Edit, before: Reply, after: Reply) -> bool:
    meant: set[str] = set()
    for change in edit.changes:
        meant |= {"mode", "toggle"} & set(change)
        meant |= COLOURS if "colours" in change else set()
        meant |= {"title"} if "name" in change else set()
        meant |= {"pages"} if {"page", "pages"} & set(change) else set()
    return all(after.looks.get(key) == value for key, value in before.looks.items() if key not in meant)


def _holds(
    change: Mapping[str, Any], before: Reply, after: Reply, keys: Mapping[str, str], answers: Answers
) -> list[bool]:
    if "of" not in change or change["of"] == "everything":
        return _dashboard_holds(change, before, after, answers)
    id_ = keys[change["of"]]
    was = next(item for item in before.shown if item.id == id_)
    now = next((item for item in after.shown if item.id == id_), None)
    if change.get("gone"):
        return [now is None]
    if now is None:
        return [False for key in change if key not in {"of", "shape", "kinds"}]
    held = [check(change[key], was, now) for key, check in OWN.items() if key in change]
    if "answer" in change:
        held.append(answers.shows(_gold(change, "answer"), now))
    if "at" in change:
        held.append(_at(change["at"], was, now, after))
    if "copies" in change:
        alike = [item for item in after.shown if item.rows == was.rows and item.kind == was.kind]
        held.append(len(alike) == change["copies"])
    if "before" in change:
        other = next((item for item in after.shown if item.id == keys[change["before"]]), None)
        held.append(other is not None and (now.place[1], now.place[0]) < (other.place[1], other.place[0]))
    return held


def _gold(change: Mapping[str, Any], key: str) -> Gold:
    sql = change[key]
    return Gold(change.get("shape", "category"), tuple([sql] if isinstance(sql, str) else sql))


def _at(want: str, was: Shown, now: Shown, page: Reply) -> bool:
    x, y, width, height = now.place
    last = max(item.place[1] + item.place[3] for item in page.shown if item.page == now.page)
    tests = {"top": y < was.place[1] or y == 0, "bottom": y + height == last, "left": x == 0, "right": x + width == 12}
    return all(tests[word] for word in want.split())


def _size(want: str, was: Shown, now: Shown) -> bool:
    old, new = was.place, now.place
    return {
        "wider": new[2] > old[2],
        "narrower": new[2] < old[2],
        "taller": new[3] > old[3],
        "shorter": new[3] < old[3],
        "bigger": new[2] * new[3] > old[2] * old[3],
        "smaller": new[2] * new[3] < old[2] * old[3],
        "full": new[2] == 12,
        "half": new[2] == 6,
    }[want]


def _sorted(want: str, was: Shown, now: Shown) -> bool:
    """Whether the last column of numbers runs up or down."""
    numbers = [row[-1] for row in now.rows if isinstance(row[-1], int | float)]
    return len(numbers) > 1 and numbers == sorted(numbers, reverse=want == "down")


def _formatted(want: str, was: Shown, now: Shown) -> bool:
    key, _, value = want.partition(" ")
    return any(str(item.get(key)) == value for item in now.look.get("formats", ()))


OWN: dict[str, Callable[[Any, Shown, Shown], bool]] = {
    "title": lambda want, was, now: now.title.strip().lower() == want.lower(),
    "kind": lambda want, was, now: now.kind in want.split(),
    "size": _size,
    "order": _sorted,
    "reference": lambda want, was, now: want in now.look.get("references", ()),
    "compared": lambda want, was, now: now.look.get("compared", False) == want,
    "format": _formatted,
    "page": lambda want, was, now: now.page.lower() == want.lower(),
}


def _dashboard_holds(change: Mapping[str, Any], before: Reply, after: Reply, answers: Answers) -> list[bool]:
    held = [after.looks.get(key) == change[key] for key in ("mode", "toggle") if key in change]
    if "colours" in change:
        want = change["colours"]
        now = {key: after.looks.get(key) for key in COLOURS}
        held.append(now != {key: before.looks.get(key) for key in COLOURS} and _is_colour(want, now))
    if "name" in change:
        held.append(str(after.looks.get("title", "")).lower() == change["name"].lower())
    pages = [str(title).lower() for title in after.looks.get("pages", ())]
    if "page" in change:
        held.append(change["page"].lower() in pages)
    if "pages" in change:
        held.append(len(pages) == change["pages"])
    if "new" in change:
        old = {item.id for item in before.shown}
        fresh = [item for item in after.shown if item.id not in old]
        found = [item for item in fresh if answers.shows(_gold(change, "new"), item)]
        held.append(bool(found) and any(item.kind in change.get("kinds", item.kind).split() for item in found))
    return held


def _is_colour(want: str, now: Mapping[str, Any]) -> bool:
    """Whether the new colours are of the wanted family: hue by its strongest channel, or exactly the hex code."""
    colours = [now["primary"], *(now["palette"] or [])]
    first = next((item for item in colours if item), None)
    if first is None or want == "any":
        return first is not None
    if want.startswith("#"):
        return any(str(item).lower() == want.lower() for item in colours)
    red, green, blue = (int(first[i : i + 2], 16) for i in (1, 3, 5))
    strongest = max((red, "red"), (green, "green"), (blue, "blue"))[1]
    families: Mapping[str, Sequence[str]] = {"purple": ("red", "blue"), "teal": ("green", "blue"), "orange": ("red",)}
    return strongest in families.get(want, (want,))

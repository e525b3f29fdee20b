"""Rows of a table of objectives and key results, and which belongs below which.

Three ways to write them down are read: an objective and a key result in columns of
their own (the template), a title with a type, and titles alone. A key result without an
objective of its own stands below the objective that its parent names, else below the
last objective above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.jira_words import plain
from waypost.exchange.reading.said import say
from waypost.exchange.reading.sheets import Entry, LeftOut, Sheet

LONGEST = 200
OBJECTIVES = {"objective", "o", "goal", "ziel", "objectif", "objetivo"}
KEY_RESULTS = {
    "key result",
    "kr",
    "keyresult",
    "key-result",
    "result",
    "schlusselergebnis",
    "resultat cle",
    "resultado clave",
    "resultado-chave",
}


@dataclass(slots=True)
class ObjectiveDraft:
    """An objective of the file; without a row of its own it is `implied` by another."""

    entry: Entry
    title: str
    key: str
    cycle: str
    parent: str = ""
    is_implied: bool = False
    key_results: list["KeyResultDraft"] = field(default_factory=list)


@dataclass(slots=True)
class KeyResultDraft:
    """A key result of the file."""

    entry: Entry
    title: str
    key: str


@dataclass(slots=True)
class Drafts:
    """All objectives of a file by their key, and ways to find them."""

    by_key: dict[str, ObjectiveDraft] = field(default_factory=dict)
    by_title: dict[str, list[ObjectiveDraft]] = field(default_factory=dict)
    key_results: dict[str, ObjectiveDraft] = field(default_factory=dict)

    def find(self, text: str, cycle: str = "") -> ObjectiveDraft | None:
        """Return the objective that a text names: by id, else by title."""
        if text in self.by_key:
            return self.by_key[text]
        alike = self.by_title.get(plain(text), [])
        same = [draft for draft in alike if plain(draft.cycle) == plain(cycle)]
        if cycle and same:
            return same[0]
        return alike[0] if len(alike) == 1 or (alike and not cycle) else None

    def add(self, draft: ObjectiveDraft) -> None:
        """Keep an objective."""
        self.by_key[draft.key] = draft
        self.by_title.setdefault(plain(draft.title), []).append(draft)


def read_drafts(sheet: Sheet) -> Drafts:
    """Read all rows and hang them together; what cannot be hung is a problem."""
    drafts = Drafts()
    below: list[tuple[Entry, ObjectiveDraft | None]] = []
    last: ObjectiveDraft | None = None
    for entry in sheet.entries():
        try:
            if _is_key_result(entry):
                below.append((entry, last))
            else:
                last = _objective(entry, drafts)
        except LeftOut:
            continue
    for entry, above in below:
        try:
            _hang(entry, above, drafts)
        except LeftOut:
            continue
    return drafts


def all_key_results(drafts: Drafts) -> Iterator[tuple[ObjectiveDraft, KeyResultDraft]]:
    """Yield each key result with its objective."""
    for objective in drafts.by_key.values():
        for key_result in objective.key_results:
            yield objective, key_result


def _is_key_result(entry: Entry) -> bool:
    if entry.raw("key_result"):
        return True
    kind = plain(entry.text("type"))
    return kind in KEY_RESULTS


def _objective(entry: Entry, drafts: Drafts) -> ObjectiveDraft:
    title = entry.text("objective", most=LONGEST) or entry.text("title", most=LONGEST)
    name = "objective" if entry.sheet.has("objective") else "title"
    if not title:
        raise entry.refuse(name, say(_("is empty: there is nothing to make of it")))
    cycle = entry.text("cycle", most=100)
    key = _key(entry.text("id")) or _made(cycle, title)
    entry.key.append(entry.text("id", most=60))
    if key in drafts.by_key:
        first = drafts.by_key[key].entry.number
        reason = say(_("stands in row %(row)s too"), row=first)
        raise entry.refuse("id" if entry.raw("id") else name, reason, title)
    draft = ObjectiveDraft(entry, title, key, cycle, entry.text("parent", most=LONGEST))
    drafts.add(draft)
    return draft


def _hang(entry: Entry, above: ObjectiveDraft | None, drafts: Drafts) -> None:
    title = entry.text("key_result", most=LONGEST) or entry.text("title", most=LONGEST)
    if not title:
        name = "key_result" if entry.sheet.has("key_result") else "title"
        raise entry.refuse(name, say(_("is empty: there is nothing to make of it")))
    entry.key.append(entry.text("id", most=60))
    objective = _objective_of(entry, above, drafts)
    key = _key(entry.text("id")) or _made(objective.key, title)
    if key in drafts.key_results or key in drafts.by_key:
        reason = say(_("stands in this file twice"))
        raise entry.refuse("id" if entry.raw("id") else "key_result", reason, title)
    drafts.key_results[key] = objective
    objective.key_results.append(KeyResultDraft(entry, title, key))


def _objective_of(
    entry: Entry, above: ObjectiveDraft | None, drafts: Drafts
) -> ObjectiveDraft:
    named, cycle = entry.text("objective", most=LONGEST), entry.text("cycle", most=100)
    if named:
        found = drafts.find(named, cycle)
        return found if found is not None else _implied(entry, named, cycle, drafts)
    parent = entry.text("parent", most=LONGEST)
    found = drafts.find(parent, cycle) if parent else None
    if found is None and not parent:
        found = above
    if found is None:
        reason = say(_("names no objective of this file to stand below"))
        raise entry.refuse("parent" if parent else "objective", reason)
    return found


def _implied(entry: Entry, title: str, cycle: str, drafts: Drafts) -> ObjectiveDraft:
    key = _made(cycle, title)
    draft = ObjectiveDraft(entry, title, key, cycle, is_implied=True)
    drafts.add(draft)
    return draft


def _key(text: str) -> str:
    return text[:255]


def _made(*parts: str) -> str:
    """Return a key that stays the same as long as cycle and titles do."""
    return "/".join(plain(part) for part in parts)[:255]

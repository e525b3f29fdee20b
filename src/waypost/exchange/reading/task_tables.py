"""Any table of tasks, one a row: read as Jira's exports are, without Jira's keys."""

from collections.abc import Mapping
from hashlib import blake2s
from sys import intern

from waypost.exchange.reading.incoming import MAX_TITLE, Incoming
from waypost.exchange.reading.jira import Dialect, read_issues
from waypost.exchange.reading.jira_drafts import Draft, ProjectDraft
from waypost.exchange.reading.jira_rows import RowReader
from waypost.exchange.reading.jira_words import plain
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.sniff import Row
from waypost.exchange.reading.tables import File
from waypost.exchange.reading.task_words import LEXICON, MILESTONES

SYSTEM = "tasks"
LONGEST_KEY = 200


def read_tasks(file: File, mapping: ColumnMap, answers: Mapping[str, str]) -> Incoming:
    """Read a table of tasks: once for its columns, once more for its rows."""
    return read_issues(file, mapping, answers, dialect=DIALECT)


class TaskRows(RowReader):
    """Reads rows that may have no key: then project, parent and title are it."""

    def _key(self, row: Row) -> str:
        own = self._one(row, "key")
        project = self._project_name(row)
        if own:
            return _bounded(f"{project}/{own}")
        self._require_something(row)
        names = [self._one(row, name) for name in ("epic", "parent", "title")]
        made = "/".join([project, *(plain(name) for name in names if name)])
        count = self.made.get(made, 0) + 1
        self.made[made] = count
        return _bounded(made if count == 1 else f"{made}#{count}")

    def _project(self, row: Row, _key: str) -> str:
        name = intern(self._project_name(row))
        known = self.projects.get(name)
        if known is None:
            known = self.projects[name] = ProjectDraft(name, row.number, name)
        known.purpose = known.purpose or self._one(row, "project_purpose")
        return name

    def _project_name(self, row: Row) -> str:
        said = self._one(row, "project_name") or self._one(row, "project_key")
        return " ".join(said.split())[:LONGEST_KEY] or self.home

    def _read_keys(self, row: Row, draft: Draft) -> None:
        super()._read_keys(row, draft)
        draft.id = self._one(row, "key")
        draft.is_epic = draft.is_epic or plain(draft.type) in MILESTONES

    def implied(self, drafts: dict[str, Draft]) -> dict[str, Draft]:
        """Return the milestones that a column names: they need no row of their own."""
        known = {plain(draft.title) for draft in drafts.values()}
        known |= {plain(draft.id) for draft in drafts.values() if draft.id}
        made: dict[str, Draft] = {}
        for draft in drafts.values():
            for text, _column in draft.epics:
                key = _bounded(f"{draft.project}/{plain(text)}")
                if plain(text) not in known and key not in drafts:
                    title = text[:MAX_TITLE]
                    made.setdefault(
                        key,
                        Draft(draft.row, key, title, draft.project, is_epic=True),
                    )
        return made


def _bounded(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    digest = blake2s(key.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{key[: LONGEST_KEY - 17]}#{digest}"


DIALECT = Dialect(SYSTEM, LEXICON, TaskRows, finds_by_title=True)

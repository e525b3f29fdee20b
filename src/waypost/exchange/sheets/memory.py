"""What an earlier file said: how its rows are found again, and told from edits.

Each thing that a table brought has an external reference. It keeps what no field here
holds and, under `SAID`, what the file said of each field. A file that says again what
it said before brings no news: what somebody changed here since stays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from waypost.core import history
from waypost.core.checking import create_checked
from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange.preview import FieldRow
from waypost.exchange.preview_rows import in_words

SAID = "waypost.said"
CHUNK = 900
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Known:
    """A row of an earlier file: the thing it became, and what it said then."""

    reference: int
    pk: int
    said: Mapping[str, str]
    extras: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of a thing: of its fields, and what no field holds."""

    external_id: str
    pk: int
    said: Mapping[str, str]
    kept: Mapping[str, str]

    @property
    def extras(self) -> dict[str, Any]:
        """Return it as a reference keeps it."""
        return {**self.kept, SAID: dict(self.said)}


@dataclass(slots=True)
class Memory:
    """References of one kind of thing, of those that the viewer may see.

    A reference to what the viewer may not see is passed over; whoever brings the same
    id then gets one of their own, so that nothing tells that it was taken.
    """

    system: str
    model: type[models.Model]
    own: str
    known: dict[str, Known] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    stale: list[int] = field(default_factory=list)

    def load(self, ids: Iterable[str], seen: models.QuerySet[Any]) -> None:
        """Find the things that stand here under these ids."""
        wanted = sorted(set(ids))
        rows: list[ExternalReference] = []
        for start in range(0, len(wanted), CHUNK):
            rows += ExternalReference.objects.filter(
                subject_kind=label_of(self.model),
                system__in=[self.system, self._own_system],
                external_id__in=wanted[start : start + CHUNK],
            )
        there, visible = self._standing(rows, seen)
        for row in sorted(rows, key=lambda row: row.system):
            if row.subject_id not in there:
                self.stale.append(row.pk)
            elif row.subject_id in visible:
                extras = dict(row.extras)
                said = extras.pop(SAID, {})
                self.known[row.external_id] = Known(
                    row.pk, row.subject_id, said, extras
                )
            elif row.system == self.system:
                self.taken.add(row.external_id)

    @property
    def _own_system(self) -> str:
        return f"{self.system}:{self.own}"

    def _standing(
        self, rows: list[ExternalReference], seen: models.QuerySet[Any]
    ) -> tuple[set[int], set[int]]:
        ids = sorted({row.subject_id for row in rows})
        there: set[int] = set()
        visible: set[int] = set()
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            found = self.model._base_manager.filter(pk__in=chunk)
            there |= set(found.values_list("pk", flat=True))
            visible |= set(seen.filter(pk__in=chunk).values_list("pk", flat=True))
        return there, visible

    def forget_stale(self, change: history.Recorder) -> None:
        """Take references away whose thing is gone."""
        gone = ExternalReference.objects.filter(pk__in=self.stale)
        change.forget(list(gone))
        gone.delete()

    def keep(self, change: history.Recorder, told: Iterable["Told"]) -> None:
        """Note what the file said of its things, for the next time."""
        news = [
            each
            for each in told
            if self.has_news(each.external_id, each.said, each.kept)
        ]
        fresh = [each for each in news if each.external_id not in self.known]
        create_checked(change, [self._reference(each) for each in fresh])
        known = {
            self.known[each.external_id].reference: each.extras
            for each in news
            if each.external_id in self.known
        }
        for some in _in_chunks(sorted(known)):
            rows = list(ExternalReference.objects.filter(pk__in=some))
            for row in rows:
                row.extras = known[row.pk]
            change.update_many(rows, ["extras"])

    def _reference(self, told: "Told") -> ExternalReference:
        is_taken = told.external_id in self.taken
        return ExternalReference(
            subject_kind=label_of(self.model),
            subject_id=told.pk,
            system=self._own_system if is_taken else self.system,
            external_id=told.external_id,
            extras=told.extras,
        )

    def has_news(
        self, external_id: str, said: Mapping[str, str], kept: Mapping[str, str]
    ) -> bool:
        """Whether the file says something of a known thing that it did not before."""
        known = self.known.get(external_id)
        if known is None:
            return True
        return dict(known.said) != dict(said) or dict(known.extras) != dict(kept)


def _in_chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def plain(value: object) -> str:
    """Write a value so that the same is always written the same.

    >>> plain(Decimal("1.50")), plain(None), plain(2.0)
    ('1.5', '', '2')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, models.Model):
        return str(value.pk)
    return str(value)


@dataclass(slots=True)
class Compared:
    """Which fields of a known thing change, as values and as words."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: list[FieldRow] = field(default_factory=list)
    kept: int = 0


def compare(
    wanted: Mapping[str, Any],
    here: Mapping[str, Any],
    said: Mapping[str, str],
    words: Callable[[str], str],
) -> Compared:
    """Compare what a file says with what stands here and what an earlier file said.

    What the file leaves empty (None) stays as it is.
    """
    found = Compared()
    for name, value in wanted.items():
        now = here.get(name)
        if value is None or plain(value) == plain(now):
            continue
        before = said.get(name)
        if before == plain(value):
            found.kept += 1
            continue
        found.values[name] = value
        edited = before is not None and before != plain(now)
        row = FieldRow(words(name), _shown(now), _shown(value), was_edited=edited)
        found.rows.append(row)
    return found


def said_of(wanted: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
    """Return what the file says of each field; what it leaves empty it said before."""
    fresh = {name: plain(value) for name, value in wanted.items() if value is not None}
    return {**before, **fresh}


def _shown(value: Any) -> str:
    return in_words(getattr(value, "name", value))

"""The fields of the tables that Waypost itself asks for, and words that mean them.

Tables of objectives and key results, of people, and of readings; a template of each
can be had from the page *Import*. Other programs' words for the same are known where
their documentation names them: docs/import.md says which and where.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.jira_words import plain
from waypost.exchange.reading.lexicon import OTHER_LABELS, Field, Lexicon
from waypost.exchange.reading.lexicon import field_of_kind as _field

OKRS, PEOPLE, READINGS = "okrs", "people", "readings"


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A table with a template: its fields, their words, and their headers."""

    name: str
    fields: Mapping[str, Field]
    words: Mapping[str, str]
    needed: tuple[str, ...]
    template: Mapping[str, str]

    @property
    def known_words(self) -> dict[str, tuple[str, ...]]:
        """The headers that mean a field, the template's first."""
        return {
            name: tuple(
                dict.fromkeys(
                    plain(word)
                    for word in (self.template.get(name, name), *words.split(";"))
                )
            )
            for name, words in self.words.items()
        }

    def lexicon(self, preset: Mapping[str, str] | None = None) -> Lexicon:
        """Return its words; those of another program's `preset` come first."""
        own = {plain(word): name for word, name in (preset or {}).items()}
        known = self.known_words
        field_of = {word: name for name, words in known.items() for word in words} | own
        first = {
            name: (*(word for word, to in own.items() if to == name), *words)
            for name, words in known.items()
        }
        return Lexicon(
            fields=self.fields,
            needed=self.needed,
            words=first,
            know=lambda header: field_of.get(plain(header)),
        )

    def option_labels(self) -> dict[str, object]:
        """Return what each field is called."""
        return {
            **{name: field.label for name, field in self.fields.items()},
            **OTHER_LABELS,
        }


OKR_SHEET = SheetKind(
    name=OKRS,
    fields={
        "id": _field(_("ID"), "each once"),
        "type": _field(_("Type of row"), "kinds"),
        "objective": _field(_("Objective")),
        "key_result": _field(_("Key result")),
        "title": _field(_("Title, objective or key result")),
        "owner": _field(_("Owner"), "people"),
        "team": _field(_("Team"), "kinds"),
        "level": _field(_("Level"), "kinds"),
        "cycle": _field(_("Cycle"), "kinds"),
        "cycle_start": _field(_("First day of the cycle"), "date"),
        "cycle_end": _field(_("Last day of the cycle"), "date"),
        "kind": _field(_("Kind"), "kinds"),
        "metric": _field(_("Metric")),
        "baseline": _field(_("Baseline"), "number"),
        "target": _field(_("Target"), "number"),
        "low": _field(_("Lower end of the range"), "number"),
        "high": _field(_("Upper end of the range"), "number"),
        "unit": _field(_("Unit"), "kinds"),
        "current": _field(_("Current value"), "number"),
        "start": _field(_("Start"), "date"),
        "due": _field(_("Due"), "date"),
        "weight": _field(_("Weight"), "number"),
        "parent": _field(_("Parent")),
        "state": _field(_("State"), "kinds"),
        "why": _field(_("Why")),
    },
    words={
        "id": "id; key; reference; ref; okr id; identifier",
        "type": "type; row type; item type; goal type; okr type; typ",
        "objective": "objective; objective title; objective name; ziel; objectif",
        "key_result": (
            "key result; key results; kr; key result title; key result name;"
            " schlusselergebnis; resultat cle; resultado clave; resultado-chave"
        ),
        "title": "title; name; goal; goal name; titel",
        "owner": (
            "owner; owner e-mail; owner email; responsible; lead; assignee;"
            " verantwortlich; responsable"
        ),
        "team": "team; department; group; equipe; equipo",
        "level": "level; goal level; ebene",
        "cycle": (
            "cycle; period; time period; timeframe; session; quarter; zyklus; quartal"
        ),
        "cycle_start": "cycle start; period start; session start",
        "cycle_end": "cycle end; period end; session end",
        "kind": "kind; key result type; measure; art",
        "metric": "metric; metric name; kpi; measured by; kennzahl",
        "baseline": (
            "baseline; start value; initial value; starting value; from; ausgangswert"
        ),
        "target": "target; target value; goal value; to; zielwert",
        "low": "low; range from; minimum; lower",
        "high": "high; range to; maximum; upper",
        "unit": "unit; metric unit; einheit; unite; unidad",
        "current": "current value; current; actual; actual value; aktueller wert",
        "start": "start; start date; starts; starts on; begin; beginn",
        "due": "due; due date; end date; end; ends; deadline; fallig",
        "weight": "weight; weighting; gewicht",
        "parent": (
            "parent; parent id; parent objective; aligned to; supports; serves;"
            " alignment; parent goal; ubergeordnet"
        ),
        "state": "state; stage; status",
        "why": "why; description; notes; reason; beschreibung",
    },
    needed=(),
    template={
        "id": "ID",
        "objective": "Objective",
        "key_result": "Key result",
        "owner": "Owner e-mail",
        "team": "Team",
        "level": "Level",
        "cycle": "Cycle",
        "cycle_start": "Cycle start",
        "cycle_end": "Cycle end",
        "kind": "Kind",
        "metric": "Metric",
        "baseline": "Baseline",
        "target": "Target",
        "low": "Range from",
        "high": "Range to",
        "unit": "Unit",
        "current": "Current value",
        "start": "Start",
        "due": "Due",
        "weight": "Weight",
        "parent": "Parent",
        "state": "State",
        "why": "Why",
    },
)
PEOPLE_SHEET = SheetKind(
    name=PEOPLE,
    fields={
        "email": _field(_("E-mail"), "each once"),
        "name": _field(_("Name")),
        "role": _field(_("Role"), "kinds"),
        "team": _field(_("Team"), "kinds"),
        "manager": _field(_("Manager"), "people"),
        "calendar": _field(_("Calendar"), "kinds"),
        "capacity": _field(_("Hours a week"), "number"),
        "locale": _field(_("Language"), "kinds"),
    },
    words={
        "email": "email; e-mail; e-mail address; email address; mail; correo; courriel",
        "name": "name; full name; display name; vollstandiger name; nom; nombre; nome",
        "role": "role; access; rolle; rol; papel",
        "team": "team; department; abteilung; equipe; equipo",
        "manager": (
            "manager; manager e-mail; manager email; reports to; line manager;"
            " vorgesetzte; vorgesetzter"
        ),
        "calendar": "calendar; working time; kalender; calendrier; calendario",
        "capacity": (
            "capacity; hours a week; hours per week; weekly hours; stunden pro woche"
        ),
        "locale": "locale; language; sprache; langue; idioma",
    },
    needed=("email",),
    template={
        "email": "E-mail",
        "name": "Name",
        "role": "Role",
        "team": "Team",
        "manager": "Manager e-mail",
        "calendar": "Calendar",
        "capacity": "Hours a week",
        "locale": "Language",
    },
)
READINGS_SHEET = SheetKind(
    name=READINGS,
    fields={
        "metric": _field(_("Metric"), "kinds"),
        "at": _field(_("Day or instant"), "date"),
        "value": _field(_("Value"), "number"),
        "note": _field(_("Note")),
    },
    words={
        "metric": (
            "metric; metric code; metric id; metric name; kpi; code; name; kennzahl"
        ),
        "at": (
            "date; day; at; time; instant; timestamp; observed at; when; datum; fecha;"
            " data"
        ),
        "value": "value; reading; amount; measurement; wert; valeur; valor",
        "note": "note; comment; remark; notiz; kommentar",
    },
    needed=("at", "value"),
    template={"metric": "Metric", "at": "Date", "value": "Value", "note": "Note"},
)
SHEETS = {kind.name: kind for kind in (OKR_SHEET, PEOPLE_SHEET, READINGS_SHEET)}

# Words that other programs document for their goals, where they differ from ours.
# docs/import.md names the page of each; of programs that are not here none was found.
PRESETS: Mapping[str, Mapping[str, str]] = {
    "perdoo": {
        "name": "title",
        "lead": "owner",
        "owner": "team",
        "timeframe": "cycle",
        "description": "why",
    },
    "quantive": {"session": "cycle"},
    "viva goals": {"okr reference": "id", "parent okr": "parent"},
    "asana": {
        "gid": "id",
        "name": "title",
        "notes": "why",
        "owner": "owner",
        "start_on": "start",
        "due_on": "due",
    },
}
# By which words of its own a program's file is told from others.
TELLS: Mapping[str, frozenset[str]] = {
    "perdoo": frozenset({"lead", "timeframe"}),
    "quantive": frozenset({"session"}),
    "viva goals": frozenset({"okr reference", "parent okr"}),
    "asana": frozenset({"gid", "due_on"}),
}


def preset_of(header: list[str]) -> str:
    """Name the program whose words a header uses, or nothing.

    >>> preset_of(["Name", "Lead", "Owner", "Timeframe"])
    'perdoo'
    """
    words = {plain(name) for name in header}
    return next((name for name, tells in TELLS.items() if tells <= words), "")


def guess_kind(header: list[str]) -> str:
    """Say which table with a template a header is of, or nothing."""
    words = {plain(name) for name in header if name.strip()}
    found: dict[str, set[str]] = {}
    for kind in SHEETS.values():
        know = kind.lexicon().know
        found[kind.name] = {name for word in words if (name := know(word))}
    if {"objective", "key_result"} <= found[OKRS]:
        return OKRS
    if {"email", "name"} <= found[PEOPLE] and len(found[PEOPLE]) > 2:
        return PEOPLE
    if {"metric", "at", "value"} <= found[READINGS] and len(words) <= 6:
        return READINGS
    return OKRS if preset_of(header) else ""

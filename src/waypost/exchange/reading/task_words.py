"""The words by which columns of any table of tasks are known."""

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.jira_fields import FIELDS as OF_JIRA
from waypost.exchange.reading.jira_words import HEADERS as OF_JIRA_HEADERS
from waypost.exchange.reading.jira_words import plain
from waypost.exchange.reading.lexicon import OTHER_LABELS, Lexicon
from waypost.exchange.reading.lexicon import field_of_kind as _field

NOT_HERE = {"status_category", "resolution", "assignee_account", "id"}
FIELDS = {
    **{name: field for name, field in OF_JIRA.items() if name not in NOT_HERE},
    "parent": _field(_("Parent"), "issue key", many=True),
}
HEADERS = {
    "title": (
        "title; task; task name; task title; name; subject; summary; what; item; to do;"
        " titel; aufgabe; aufgabenname; vorgang; bezeichnung; betreff; titre; tache;"
        " nom; nom de la tache; titulo; tarea; nombre; tarefa; nome; atividade"
    ),
    "key": "id; key; task id; number; no; nr; ref; reference; wbs; code; item id",
    "type": "type; kind; task type; category; typ; art; tipo",
    "status": "status; state; stage; column; list; progress status; bucket; stand",
    "project_key": "project key; project code",
    "project_name": "project; project name; plan; plan name; board; projekt; projet",
    "project_purpose": "project description; project purpose",
    "assignee": (
        "assignee; assigned to; assignees; owner; responsible; who; resource;"
        " resource names; person; e-mail; email; zustandig; verantwortlich;"
        " bearbeiter; responsable; assigne a; responsavel"
    ),
    "body": "description; notes; note; details; text; body; beschreibung; notizen",
    "estimate": "estimate; estimated hours; effort; work; hours; aufwand; schatzung",
    "remaining": "remaining; remaining work; remaining hours; left; restaufwand",
    "percent_done": "% complete; percent complete; % done; percent done; progress",
    "start": "start; start date; begin; begins; starts; from; planned start; beginn",
    "due": (
        "due; due date; end; end date; finish; finish date; deadline; until; to;"
        " ends; planned finish; ende; fallig; termin; frist"
    ),
    "done_at": "completed; completed at; completed date; done; done on; closed",
    "parent": "parent; parent task; parent id; summary task; subtask of; ubergeordnet",
    "epic": "milestone; epic; meilenstein; jalon; hito; marco",
    "epic_name": "milestone name; epic name",
    "blocks": "blocks; blocking; successors; followed by",
    "waits_for": (
        "blocked by; depends on; predecessors; predecessor; waits for; dependencies;"
        " vorganger"
    ),
    "labels": "labels; label; tags; tag; keywords; stichworte; etiketten",
    "priority": "priority; importance; prioritat; priorite; prioridad; prioridade",
}
WORDS = {
    name: (
        *dict.fromkeys(
            [
                *(plain(word) for word in words.split(";")),
                *(plain(w) for w in OF_JIRA_HEADERS.get(name, "").split(";") if w),
            ]
        ),
    )
    for name, words in HEADERS.items()
}
FIELD_OF = {
    word: name for name, words in reversed(WORDS.items()) for word in reversed(words)
}
# What else stands above tasks here.
MILESTONES = {"milestone", "meilenstein", "jalon", "hito", "marco"}


def field_of(header: str) -> str | None:
    """Say which field a header of a table of tasks means, or none."""
    return FIELD_OF.get(plain(header))


LEXICON = Lexicon(
    fields=FIELDS, needed=("title",), words=WORDS, know=field_of, unit="hours"
)
OPTION_LABELS = {
    **{name: field.label for name, field in FIELDS.items()},
    **OTHER_LABELS,
}

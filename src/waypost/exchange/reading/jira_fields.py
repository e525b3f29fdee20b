"""The fields that a Jira column may become."""

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.jira_words import HEADERS, field_of, plain
from waypost.exchange.reading.lexicon import OTHER_LABELS, Lexicon
from waypost.exchange.reading.lexicon import field_of_kind as _field

FIELDS = {
    "title": _field(_("Title")),
    "key": _field(_("Reference"), "each once"),
    "id": _field(_("Number in Jira"), "each once"),
    "type": _field(_("Kind"), "kinds"),
    "status": _field(_("Status"), "status"),
    "status_category": _field(_("Kind of status"), "kinds"),
    "resolution": _field(_("How it ended"), "kinds"),
    "project_key": _field(_("Project key"), "kinds"),
    "project_name": _field(_("Project"), "kinds"),
    "project_purpose": _field(_("Purpose of the project")),
    "assignee": _field(_("Assignee"), "people"),
    "assignee_account": _field(_("Assignee's account")),
    "body": _field(_("Text")),
    "estimate": _field(_("Estimate"), "length"),
    "remaining": _field(_("Remaining"), "length"),
    "percent_done": _field(_("Percent done"), "percent"),
    "start": _field(_("Start"), "date"),
    "due": _field(_("Due"), "date"),
    "done_at": _field(_("Done on"), "date"),
    "parent": _field(_("Parent"), "issue key", many=True),
    "epic": _field(_("Milestone"), "issue key", many=True),
    "epic_name": _field(_("Name of the milestone")),
    "blocks": _field(_("Dependency: this comes before"), "issue key", many=True),
    "waits_for": _field(_("Dependency: this waits for"), "issue key", many=True),
    "labels": _field(_("Labels"), "labels", many=True),
    "priority": _field(_("Priority"), "kinds"),
}
LEXICON = Lexicon(
    fields=FIELDS,
    needed=("key", "title"),
    words={
        name: tuple(plain(alias) for alias in aliases.split(";"))
        for name, aliases in HEADERS.items()
    },
    know=field_of,
)
OPTION_LABELS = {
    **{name: field.label for name, field in FIELDS.items()},
    **OTHER_LABELS,
}

"""What actions are called where people read their history."""

from django.utils.translation import gettext as _


def verb_in_words(verb: str) -> str:
    """Return a change set's verb in words; an unknown one reads as it is spelled."""
    words = {
        "bets.accept": _("accepted a bet"),
        "bets.delete": _("deleted a bet"),
        "bets.edit": _("changed a bet"),
        "bets.group": _("named an overlap"),
        "bets.mark_assumption": _("marked an assumption"),
        "bets.place": _("placed a bet"),
        "bets.project_objective": _("set an objective for a project"),
        "bets.withdraw": _("withdrew a bet"),
        "core.undo": _("took back"),
    }
    if verb in words:
        return words[verb]
    app, _dot, action = verb.partition(".")
    return (action or app).replace("_", " ")

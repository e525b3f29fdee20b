"""What others did, in a sentence each: for the banner and for readers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from waypost.conversations import access as talk
from waypost.core import leads, news, telling
from waypost.core.leads import Thing
from waypost.core.sight import Viewers
from waypost.core.telling import Wants
from waypost.people.models import Person
from waypost.web.talk import named
from waypost.web.verbs import verb_in_words

MOST = 20


def said_of(change_sets: Iterable[int], *, viewer: Person, wants: Wants) -> list[str]:
    """Return what others did, as far as `viewer` may know and the page shows it.

    One's own deeds, done in another tab, need no telling.
    """
    wanted = list(change_sets)
    trail = telling.trail_of(wanted)
    seen = telling.seen_by(trail, Viewers({viewer.pk: viewer}))[viewer.pk]
    told = telling.told(trail, viewer=viewer, wants=wants, seen=seen)
    said = []
    for each in news.made_of(told):
        if each.actor_id == viewer.pk:
            continue
        subject = (each.subject_kind, each.subject_id or 0)
        # What is said is named by what it is said on.
        is_named = subject in seen and not leads.hangs(each.subject_kind)
        thing = subject if is_named else min(told[each.pk])
        name = each.actor.name if each.actor else "Waypost"
        said.append(_sentence(name, verb_in_words(each.verb), _name(viewer, thing)))
    return said


def _sentence(name: str, what: str, thing: str) -> str:
    said = {"name": name, "what": what, "thing": thing}
    if not thing:
        return _("%(name)s %(what)s") % said
    return _("%(name)s %(what)s · %(thing)s") % said


def _name(viewer: Person, thing: Thing) -> str:
    """Return the short number of a thing, or what it is called."""
    found = talk.things_of(viewer, thing[0], [thing[1]]).get(thing[1])
    if found is None:  # it was deleted
        return ""
    name = named(found)
    return name.code or name.title

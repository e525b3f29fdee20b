"""How a thing of any kind is called where people talk about it, and where it is."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from waypost.conversations.models import Comment
from waypost.core import registry
from waypost.core.registry import label_of
from waypost.okrs.models import CheckIn
from waypost.projects.codes import code_of_task
from waypost.projects.models import Task
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class Named:
    """A thing in words: ``KR-12`` and ``Days to first booking``."""

    code: str
    title: str
    url: str

    @property
    def full(self) -> str:
        """Code and title together."""
        return " ".join(filter(None, (self.code, self.title)))


def named(thing: models.Model) -> Named:
    """Return how a thing is called; its page may be nowhere."""
    return Named(_code_of(thing), title_of(thing), registry.page_of(thing) or "")


def title_of(thing: Any) -> str:
    """Return the words that stand for a thing."""
    if isinstance(thing, CheckIn):
        words = _("Check-in of %(day)s on %(key_result)s")
        day = formats.day(thing.observed_at)
        return words % {"day": day, "key_result": thing.key_result.title}
    if isinstance(thing, Comment):
        return _("Comment of %(author)s") % {"author": thing.author.name}
    for name in ("title", "name"):
        if getattr(thing, name, ""):
            return str(getattr(thing, name))
    return str(thing._meta.verbose_name).capitalize()


def _code_of(thing: Any) -> str:
    if isinstance(thing, Task):
        return code_of_task(thing.project.code, thing.number)
    return str(getattr(thing, "code", ""))


def address_of(thing: models.Model) -> tuple[str, int]:
    """Return by what its conversation is found: kind and number."""
    return label_of(thing), thing.pk

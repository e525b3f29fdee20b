"""The import that an address names, and whether this session waits for it."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from waypost.exchange import queries
from waypost.exchange.models import ImportRun
from waypost.exchange.queries import RunPage
from waypost.web.http import HttpRequest
from waypost.web.shell.context import WATCHED

State = ImportRun.State


def find_run(request: HttpRequest, pk: int) -> RunPage:
    try:
        return queries.run_page(viewer=request.user, pk=pk, now=timezone.now())
    except ImportRun.DoesNotExist as error:
        raise Http404 from error


def address_of(found: RunPage) -> str:
    return reverse("imports:page", args=[found.row.pk])


def watch(request: HttpRequest, run: ImportRun) -> None:
    """Show in the top bar how far this is, until its page is opened at the end."""
    if run.state in {State.READING, State.QUEUED, State.RUNNING}:
        request.session[WATCHED] = run.pk

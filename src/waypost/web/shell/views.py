"""What the frame itself does."""

from django.http import HttpResponse
from django.utils import timezone

from waypost.people import actions
from waypost.people.models import Person
from waypost.web.http import HttpRequest, done, go_back, page, wants_fragment


@page("POST")
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme in Person.Theme.values:
        actions.set_theme(actor=request.user, theme=theme, now=timezone.now())
    return done(request) if wants_fragment(request) else go_back(request, fallback="/")

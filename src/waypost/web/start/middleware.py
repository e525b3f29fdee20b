"""Leads everybody to the first run until there is an organisation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from waypost.people import installation

GetResponse = Callable[[HttpRequest], HttpResponse]


class FirstRun:
    """Asks the database only for strangers, and never again once it is set up."""

    is_over = False

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = reverse("start:index")
        is_known = self.is_over or request.user.is_authenticated
        if not (is_known or request.path.startswith(start)):
            self.is_over = installation.is_set_up()
            if not self.is_over:
                return HttpResponseRedirect(start)
        return self.get_response(request)

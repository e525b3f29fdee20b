"""The lists of people and of contacts, and the same as files."""

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from waypost.people import access
from waypost.web.http import HttpRequest, page
from waypost.web.people.tables import CONTACTS, people_table
from waypost.web.tables import Shown, export


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    table = Shown(request, people_table(request.user))
    context = {
        "may_invite": access.may_administrate(request.user),
        "export": f"{reverse('people:index')}export.",
    }
    return table.render("people/index.html", context)


@page("GET")
def files(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return export(request, people_table(request.user), form)


@page("GET")
def contacts(request: HttpRequest) -> HttpResponse:
    table = Shown(request, CONTACTS)
    context = {
        "may_create": access.may_keep_contacts(request.user),
        "export": f"{reverse('people:contacts')}export.",
    }
    return table.render("people/contacts.html", context)


@page("GET")
def contact_files(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return export(request, CONTACTS, form)

"""What of allauth is not offered here."""

from django.http import Http404, HttpRequest, HttpResponse


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404

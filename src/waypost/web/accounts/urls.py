"""Addresses of signing in and out, passwords and the second step."""

from django.urls import include, path
from django.views.generic import RedirectView

from waypost.web.accounts import views

# A person's address is changed by an admin, where history records it.
urlpatterns = [
    path("email/", views.not_here),
    path("confirm-email/", views.not_here),
    path("sessions/", RedirectView.as_view(pattern_name="settings:sessions")),
    path("", include("allauth.urls")),
]

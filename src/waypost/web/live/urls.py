"""Addresses of the stream that tells pages what changed."""

from django.urls import path

from waypost.web.live import views

app_name = "live"
urlpatterns = [
    path("events", views.events, name="events"),
    path("events/told", views.told, name="told"),
]

"""Addresses of one's own settings."""

from django.urls import path

from waypost.web.settings import views

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("time-off/", views.time_off, name="time_off"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/others/end/", views.end_others, name="end_others"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
]

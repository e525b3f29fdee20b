"""Addresses of what the frame itself does."""

from django.urls import path

from waypost.web.shell import views

app_name = "shell"
urlpatterns = [
    path("theme/", views.set_theme, name="theme"),
]

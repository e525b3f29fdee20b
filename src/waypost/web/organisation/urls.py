"""Addresses of the organisation's page."""

from django.urls import path

from waypost.web.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.index, name="index"),
    path("edit/", views.edit, name="edit"),
]

"""Addresses of the first run."""

from django.urls import path

from waypost.web.start import views

app_name = "start"
urlpatterns = [
    path("", views.index, name="index"),
    path("bring/", views.bring, name="bring"),
    path("sample/", views.sample, name="sample"),
    path("guide/", views.guide, name="guide"),
]

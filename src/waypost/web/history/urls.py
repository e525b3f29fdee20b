"""Addresses of history and undo."""

from django.urls import path

from waypost.web.history import views

app_name = "history"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]

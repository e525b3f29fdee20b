"""Addresses of saved views, and of names while somebody types one."""

from django.urls import path

from waypost.web.tables import views

app_name = "tables"
urlpatterns = [
    path("people/", views.names, name="people"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/overwrite/", views.overwrite, name="overwrite"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/open-with/", views.open_with, name="open_with"),
    path("<slug:table>/save/", views.create, name="save"),
    path("<slug:table>/open-without/", views.open_without, name="open_without"),
]

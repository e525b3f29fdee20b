"""Addresses of the strategy map."""

from django.urls import path

from waypost.web.strategy_map import views

app_name = "strategy_map"
urlpatterns = [
    path("", views.index, name="index"),
    path("node/<str:name>/", views.node, name="node"),
]

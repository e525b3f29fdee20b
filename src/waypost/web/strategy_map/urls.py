"""Addresses of the strategy map."""

from django.urls import path

from waypost.web.strategy_map import views

app_name = "strategy_map"
urlpatterns = [
    path("", views.index, name="index"),
    path("export.svg", views.export, {"form": "svg"}, name="svg"),
    path("export.png", views.export, {"form": "png"}, name="png"),
    path("sums/", views.sums, name="sums"),
    path("node/<str:name>/", views.node, name="node"),
]

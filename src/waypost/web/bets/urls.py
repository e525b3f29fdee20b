"""Addresses of bets."""

from django.urls import path

from waypost.web.bets import views

app_name = "bets"
urlpatterns = [
    path("new/", views.create, name="create"),
    path("offers/projects/", views.offer_projects, name="offer_projects"),
    path("offers/key-results/", views.offer_key_results, name="offer_key_results"),
    path("<int:pk>/", views.page_of, name="page"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("assumptions/<int:pk>/", views.mark, name="mark"),
]

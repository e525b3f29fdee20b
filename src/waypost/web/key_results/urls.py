"""Addresses of the key-result pages."""

from django.urls import path

from waypost.web.key_results import views

app_name = "key_results"
urlpatterns = [
    path("KR-<int:number>/", views.page_of, name="page"),
    path("KR-<int:number>/check-in/", views.check_in, name="check_in"),
    path("KR-<int:number>/edit/", views.edit, name="edit"),
    path("KR-<int:number>/target/", views.move_target, name="move_target"),
    path("KR-<int:number>/delete/", views.delete, name="delete"),
    path("KR-<int:number>/steps/", views.add_step, name="add_step"),
    path("KR-<int:number>/readings/", views.add_reading, name="add_reading"),
    path("check-ins/<int:pk>/", views.edit_check_in, name="edit_check_in"),
    path("check-ins/<int:pk>/delete/", views.delete_check_in, name="delete_check_in"),
    path("check-ins/<int:pk>/read/", views.acknowledge, name="acknowledge"),
    path("steps/<int:pk>/", views.edit_step, name="edit_step"),
    path("steps/<int:pk>/done/", views.tick_step, name="tick_step"),
    path("steps/<int:pk>/remove/", views.remove_step, name="remove_step"),
    path("readings/<int:pk>/", views.edit_reading, name="edit_reading"),
    path("readings/<int:pk>/delete/", views.delete_reading, name="delete_reading"),
]

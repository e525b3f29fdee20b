"""Addresses of the key-result pages."""

from django.urls import path

from waypost.web.key_results.views import check_ins, odds, promise, readings, steps

app_name = "key_results"
urlpatterns = [
    path("KR-<int:number>/", promise.page_of, name="page"),
    path("KR-<int:number>/check-in/", check_ins.check_in, name="check_in"),
    path("KR-<int:number>/edit/", promise.edit, name="edit"),
    path("KR-<int:number>/target/", promise.move_target, name="move_target"),
    path("KR-<int:number>/delete/", promise.delete, name="delete"),
    path("KR-<int:number>/steps/", steps.add_step, name="add_step"),
    path("KR-<int:number>/odds/", odds.give, name="give_odds"),
    path("KR-<int:number>/steps/order/", steps.reorder, name="reorder_steps"),
    path("KR-<int:number>/readings/", readings.add_reading, name="add_reading"),
    path("check-ins/<int:pk>/", check_ins.edit_check_in, name="edit_check_in"),
    path(
        "check-ins/<int:pk>/delete/",
        check_ins.delete_check_in,
        name="delete_check_in",
    ),
    path("check-ins/<int:pk>/read/", check_ins.acknowledge, name="acknowledge"),
    path("steps/<int:pk>/", steps.edit_step, name="edit_step"),
    path("steps/<int:pk>/done/", steps.tick_step, name="tick_step"),
    path("steps/<int:pk>/remove/", steps.remove_step, name="remove_step"),
    path("readings/<int:pk>/", readings.edit_reading, name="edit_reading"),
    path("readings/<int:pk>/delete/", readings.delete_reading, name="delete_reading"),
]

"""Addresses of projects, their plans and tasks."""

from django.urls import path

from waypost.web.projects.views import (
    board,
    budget,
    listing,
    milestones,
    plan,
    project,
    staffing,
    statuses,
    tasks,
)

app_name = "projects"
urlpatterns = [
    path("", listing.index, name="index"),
    path("export.<slug:form>", listing.export, name="export"),
    path("new/", listing.create, name="create"),
    path("new/key/", listing.suggest, name="suggest"),
    path("links/<int:pk>/", tasks.edit_dependency, name="edit_dependency"),
    path("links/<int:pk>/remove/", tasks.remove_dependency, name="remove_dependency"),
    path("statuses/", statuses.index, name="statuses"),
    path("statuses/new/", statuses.create, name="add_status"),
    path("statuses/<int:pk>/", statuses.edit, name="status"),
    path("statuses/<int:pk>/move/", statuses.move, name="move_status"),
    path("statuses/<int:pk>/delete/", statuses.delete, name="delete_status"),
    path("statuses/<int:pk>/merge/", statuses.merge, name="merge_status"),
    path("<slug:code>/", project.page_of, name="page"),
    path("<slug:code>/edit/", project.edit, name="edit"),
    path("<slug:code>/delete/", project.delete, name="delete"),
    path("<slug:code>/phase/", project.change_phase, name="phase"),
    path("<slug:code>/decide/<slug:what>/", project.decide, name="decide"),
    path("<slug:code>/milestones/", milestones.create, name="add_milestone"),
    path("<slug:code>/milestones/<int:pk>/", milestones.edit, name="milestone"),
    path("<slug:code>/milestones/<int:pk>/reach/", milestones.reach, name="reach"),
    path(
        "<slug:code>/milestones/<int:pk>/move/", milestones.move, name="move_milestone"
    ),
    path(
        "<slug:code>/milestones/<int:pk>/delete/",
        milestones.delete,
        name="delete_milestone",
    ),
    path("<slug:code>/plan/", plan.plan, name="plan"),
    path("<slug:code>/plan/add/", plan.add, name="add_task"),
    path("<slug:code>/plan/do/", plan.do, name="do"),
    path("<slug:code>/board/", board.board, name="board"),
    path("<slug:code>/board/add/", board.add, name="add_card"),
    path("<slug:code>/board/move/", board.move, name="move_card"),
    path("<slug:code>/people/", staffing.index, name="people"),
    path("<slug:code>/people/new/", staffing.allocate, name="allocate"),
    path("<slug:code>/people/<int:pk>/", staffing.edit, name="allocation"),
    path("<slug:code>/people/<int:pk>/confirm/", staffing.confirm, name="confirm"),
    path("<slug:code>/people/<int:pk>/withdraw/", staffing.withdraw, name="withdraw"),
    path("<slug:code>/budget/new/", budget.add, name="add_budget_line"),
    path("<slug:code>/budget/<int:pk>/", budget.edit, name="budget_line"),
    path(
        "<slug:code>/budget/<int:pk>/delete/",
        budget.delete,
        name="delete_budget_line",
    ),
    path("<slug:code>/tasks/<int:number>/", tasks.page_of, name="task"),
    path("<slug:code>/tasks/<int:number>/edit/", tasks.edit, name="edit_task"),
    path("<slug:code>/tasks/<int:number>/row/", plan.write_row, name="write_row"),
    path("<slug:code>/tasks/<int:number>/find/", tasks.find, name="find_tasks"),
    path(
        "<slug:code>/tasks/<int:number>/parents/",
        tasks.offer_parents,
        name="offer_parents",
    ),
    path("<slug:code>/tasks/<int:number>/parts/", tasks.add_part, name="add_part"),
    path(
        "<slug:code>/tasks/<int:number>/waits/",
        tasks.add_dependency,
        name="add_dependency",
    ),
]

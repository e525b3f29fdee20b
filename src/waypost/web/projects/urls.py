"""Addresses of projects, their plans and tasks."""

from django.urls import path

from waypost.web.projects.views import listing, milestones, plan, project, tasks

app_name = "projects"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", listing.create, name="create"),
    path("new/key/", listing.suggest, name="suggest"),
    path("links/<int:pk>/", tasks.edit_dependency, name="edit_dependency"),
    path("links/<int:pk>/remove/", tasks.remove_dependency, name="remove_dependency"),
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
    path("<slug:code>/tasks/<int:number>/", tasks.page_of, name="task"),
    path("<slug:code>/tasks/<int:number>/edit/", tasks.edit, name="edit_task"),
    path("<slug:code>/tasks/<int:number>/row/", plan.write_row, name="write_row"),
    path("<slug:code>/tasks/<int:number>/find/", tasks.find, name="find_tasks"),
    path("<slug:code>/tasks/<int:number>/parts/", tasks.add_part, name="add_part"),
    path(
        "<slug:code>/tasks/<int:number>/waits/",
        tasks.add_dependency,
        name="add_dependency",
    ),
]

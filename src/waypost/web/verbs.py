"""What actions are called where people read what was done."""

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation.trans_real import catalog


def verb_in_words(verb: str) -> str:
    """Return a change set's verb in words; an unknown one reads as it is spelled."""
    words = _all_words(catalog())
    app, _dot, action = verb.partition(".")
    return words.get(verb) or (action or app).replace("_", " ")


# Put into words once for each language: a page of history asks a hundred times.
@lru_cache(maxsize=16)
def _all_words(_language: object) -> dict[str, str]:
    return {**_okrs(), **_projects(), **_people(), **_bets(), **_talk(), **_planning()}


def _okrs() -> dict[str, str]:
    return {
        "okrs.acknowledge": _("acknowledged a check-in"),
        "okrs.add_step": _("added a step"),
        "okrs.align": _("aligned it"),
        "okrs.begin_grading": _("began grading"),
        "okrs.check_in": _("checked in"),
        "okrs.close_cycle": _("closed the cycle"),
        "okrs.complete_step": _("completed a step"),
        "okrs.create_cycle": _("created a cycle"),
        "okrs.create_key_result": _("set a key result"),
        "okrs.create_metric": _("created a metric"),
        "okrs.create_objective": _("set an objective"),
        "okrs.delete_check_in": _("deleted a check-in"),
        "okrs.delete_cycle": _("deleted a cycle"),
        "okrs.delete_key_result": _("deleted a key result"),
        "okrs.delete_metric": _("deleted a metric"),
        "okrs.delete_objective": _("deleted an objective"),
        "okrs.delete_reading": _("deleted a reading"),
        "okrs.edit_check_in": _("corrected a check-in"),
        "okrs.edit_cycle": _("edited a cycle"),
        "okrs.edit_key_result": _("edited the key result"),
        "okrs.edit_metric": _("edited a metric"),
        "okrs.edit_objective": _("edited the objective"),
        "okrs.edit_objectives": _("edited objectives"),
        "okrs.edit_reading": _("corrected a reading"),
        "okrs.edit_step": _("edited a step"),
        "okrs.give_odds": _("gave odds"),
        "okrs.grade_objective": _("graded it"),
        "okrs.move_target": _("moved target or dates"),
        "okrs.objective_active": _("activated the objective"),
        "okrs.objective_cancelled": _("cancelled the objective"),
        "okrs.objective_proposed": _("proposed the objective"),
        "okrs.record_reading": _("recorded a reading"),
        "okrs.record_readings": _("recorded readings"),
        "okrs.remove_guardrail": _("removed a guardrail"),
        "okrs.remove_step": _("removed a step"),
        "okrs.reopen_step": _("reopened a step"),
        "okrs.reorder_key_results": _("reordered key results"),
        "okrs.reorder_steps": _("reordered steps"),
        "okrs.set_guardrail": _("set a guardrail"),
        "okrs.set_points": _("drew the expected path"),
        "okrs.set_viewers": _("changed who may see it"),
        "okrs.start_cycle": _("started the cycle"),
        "okrs.unalign": _("ended an alignment"),
    }


def _projects() -> dict[str, str]:
    return {
        "projects.achieve_milestone": _("reached a milestone"),
        "projects.add_dependency": _("linked two tasks"),
        "projects.assign_task": _("assigned a task"),
        "projects.cancel_project": _("cancelled the project"),
        "projects.change_phase": _("changed the phase"),
        "projects.create_milestone": _("added a milestone"),
        "projects.create_project": _("created the project"),
        "projects.create_task": _("added a task"),
        "projects.delete_milestone": _("deleted a milestone"),
        "projects.delete_project": _("deleted a project"),
        "projects.delete_task": _("deleted a task"),
        "projects.edit_dependency": _("changed a link between tasks"),
        "projects.edit_milestone": _("edited a milestone"),
        "projects.edit_project": _("edited the project"),
        "projects.edit_projects": _("edited projects"),
        "projects.edit_task": _("edited a task"),
        "projects.edit_tasks": _("edited tasks"),
        "projects.ensure_default_statuses": _("set up the statuses"),
        "projects.fund_project": _("funded the project"),
        "projects.hold_project": _("put the project on hold"),
        "projects.move_milestone": _("moved a milestone"),
        "projects.move_task": _("moved a task"),
        "projects.remove_dependency": _("unlinked two tasks"),
        "projects.reopen_milestone": _("reopened a milestone"),
        "projects.resume_project": _("resumed the project"),
        "projects.set_status": _("set a task's status"),
        "projects.set_viewers": _("changed who may see it"),
        "projects.set_waiver": _("waived the bet"),
        "projects.tick_task": _("ticked a task"),
        "projects.unfund_project": _("took the funding back"),
        "projects.add_budget_line": _("planned money"),
        "projects.allocate": _("allocated somebody"),
        "projects.confirm_allocation": _("confirmed an allocation"),
        "projects.create_status": _("added a status"),
        "projects.delete_budget_line": _("struck planned money out"),
        "projects.delete_status": _("deleted a status"),
        "projects.edit_allocation": _("changed an allocation"),
        "projects.edit_budget_line": _("changed the budget"),
        "projects.edit_status": _("changed a status"),
        "projects.merge_status": _("merged a status"),
        "projects.move_card": _("moved a card"),
        "projects.move_status": _("moved a status"),
        "projects.withdraw_allocation": _("withdrew an allocation"),
        "projects.write_plan": _("imported a plan"),
    }


def _people() -> dict[str, str]:
    return {
        "people.add_member": _("added a member"),
        "people.add_time_off": _("added time off"),
        "people.change_settings": _("changed settings"),
        "people.create_calendar": _("created a calendar"),
        "people.create_contact": _("added a contact"),
        "people.create_person": _("added a person"),
        "people.create_team": _("created a team"),
        "people.deactivate_person": _("deactivated a person"),
        "people.delete_calendar": _("deleted a calendar"),
        "people.delete_contact": _("deleted a contact"),
        "people.delete_membership": _("struck out a membership"),
        "people.delete_team": _("deleted a team"),
        "people.edit_calendar": _("edited a calendar"),
        "people.edit_contact": _("edited a contact"),
        "people.edit_membership": _("changed a membership"),
        "people.edit_organisation": _("edited the organization"),
        "people.edit_person": _("edited a person"),
        "people.edit_team": _("edited a team"),
        "people.end_membership": _("ended a membership"),
        "people.end_session": _("signed a browser out"),
        "people.end_sessions": _("signed other browsers out"),
        "people.hand_over": _("handed work over"),
        "people.install_admin": _("installed an admin"),
        "people.reactivate_person": _("reactivated a person"),
        "people.remove_time_off": _("removed time off"),
        "people.reset_sign_in": _("reset a sign-in"),
        "people.set_password": _("set a password"),
        "people.set_up": _("set up the organization"),
    }


def _bets() -> dict[str, str]:
    return {
        "bets.accept": _("accepted a bet"),
        "bets.delete": _("deleted a bet"),
        "bets.edit": _("changed a bet"),
        "bets.mark_assumption": _("marked an assumption"),
        "bets.place": _("placed a bet"),
        "bets.project_objective": _("set an objective for a project"),
        "bets.withdraw": _("withdrew a bet"),
        "core.undo": _("took something back"),
        "exchange.import_file": _("imported a file"),
    }


def _talk() -> dict[str, str]:
    return {
        "conversations.acknowledge": _("acknowledged what was said"),
        "conversations.delete": _("deleted a comment"),
        "conversations.edit": _("changed a comment"),
        "conversations.post": _("commented"),
        "conversations.react": _("reacted"),
        "conversations.take_back": _("took a reaction back"),
    }


def _planning() -> dict[str, str]:
    return {
        "planning.delete_view": _("deleted a view"),
        "planning.edit_view": _("changed a view"),
        "planning.open_with_view": _("opens a table with a view"),
        "planning.open_without_view": _("opens a table without a view"),
        "planning.overwrite_view": _("wrote over a view"),
        "planning.save_view": _("saved a view"),
    }

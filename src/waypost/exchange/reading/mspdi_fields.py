"""What becomes of each element of a task in Microsoft Project XML."""

from waypost.exchange.reading.incoming import KEEP, LEAVE_OUT

# Element → field of Waypost.
TAKEN = {
    "UID": "reference",
    "ID": "position",
    "Name": "title",
    "Notes": "text",
    "OutlineLevel": "parent",
    "OutlineNumber": "parent",
    "Summary": "parent",
    "Milestone": "milestone",
    "IsNull": "blank row",
    "Active": "status",
    "PercentComplete": "percent done",
    "Start": "start",
    "Finish": "due",
    "ActualFinish": "done on",
    "Duration": "duration",
    "DurationFormat": "duration",
    "Estimated": "duration",
    "Type": "fixed duration",
    "Work": "estimate",
    "RemainingWork": "remaining",
    "ConstraintType": "constraint",
    "ConstraintDate": "constraint",
    "Deadline": "constraint",
    "Priority": "priority",
    "CalendarUID": "calendar",
    "PredecessorLink": "dependency",
    "ExternalTask": "dependency",
    "ExternalTaskProject": "dependency",
}
# Without these nothing can be made or found again.
FIXED = {"UID", "Name", "IsNull", "OutlineLevel", "OutlineNumber", "Summary"}

# What Project computes from the plan; Waypost computes its own from the same plan.
COMPUTED = {
    "CreateDate",
    "WBS",
    "GUID",
    "EarlyStart",
    "EarlyFinish",
    "LateStart",
    "LateFinish",
    "StartVariance",
    "FinishVariance",
    "WorkVariance",
    "CostVariance",
    "FreeSlack",
    "TotalSlack",
    "StartSlack",
    "FinishSlack",
    "Critical",
    "OverAllocated",
    "ACWP",
    "BCWS",
    "BCWP",
    "CV",
    "SV",
    "VAC",
    "PercentWorkComplete",
    "RemainingDuration",
    "RemainingCost",
    "RemainingOvertimeCost",
    "RemainingOvertimeWork",
    "RegularWork",
    "ResumeValid",
    "Stop",
    "Resume",
    "ActualWorkProtected",
    "ActualOvertimeWorkProtected",
    "ManualStart",
    "ManualFinish",
    "ManualDuration",
    "FreeformDurationFormat",
    "EarnedValueMethod",
    "LevelAssignments",
    "LevelingCanSplit",
    "LevelingDelayFormat",
    "IgnoreResourceCalendar",
    "HideBar",
    "Rollup",
    "DisplayAsSummary",
    "IsPublished",
    "CommitmentType",
    "FixedCostAccrual",
    "EffortDriven",
    "BoardStatusColumnOrderingID",
    "SprintColumnOrderingID",
    "WBSLevel",
    "NextAvailableBoardStatusColumnOrderingID",
    "NextAvailableSprintOrderingID",
}
TIMEPHASED = "TimephasedData"
# Nothing was entered where an element says one of these.
DEFAULTS = {"", "0", "0.0", "0.00", "-1", "false", "PT0H0M0S", "PT0S"}
MONEY = {"Cost", "FixedCost", "ActualCost", "OvertimeCost", "ActualOvertimeCost"}

# Custom fields that were never given a name in the file go by their own.
FIRST_TASK_FIELD = 188_743_680
NUMBERED = {
    "Text": (51, 54, 57, 60, 63, 66, 67, 68, 69, 70, *range(317, 337)),
    "Flag": (*range(72, 82), *range(292, 302)),
    "Number": (*range(87, 92), *range(302, 307)),
    "Duration": (*range(103, 106), *range(275, 282)),
    "Cost": (*range(106, 109), *range(258, 265)),
}
KNOWN_FIELDS = {
    str(FIRST_TASK_FIELD + offset): f"{name}{number}"
    for name, offsets in NUMBERED.items()
    for number, offset in enumerate(offsets, 1)
}

# Constraint type → its name in Project.
CONSTRAINTS = {
    "0": "As soon as possible",
    "1": "As late as possible",
    "2": "Must start on",
    "3": "Must finish on",
    "4": "Start no earlier than",
    "5": "Start no later than",
    "6": "Finish no earlier than",
    "7": "Finish no later than",
}


def becomes(name: str) -> str:
    """Say what an element becomes unless a person says otherwise."""
    if name in TAKEN:
        return TAKEN[name]
    return LEAVE_OUT if name in COMPUTED else KEEP


def options(name: str) -> tuple[str, ...]:
    """Say what an element may become."""
    if name in FIXED:
        return (TAKEN[name],)
    natural = (TAKEN[name],) if name in TAKEN else ()
    return (*natural, KEEP, LEAVE_OUT)

"""Who is promised to which project, and what each may cost.

Youssef is promised to the shore power and the rafts at once: more than he has.
"""

from waypost.sample.terms import MoneyContent, PromiseContent

PROMISES = (
    PromiseContent("CLOCK", "runa", "Runs it", (-86, -26), 8),
    PromiseContent("CLOCK", "linnea", "Filming", (-84, -56), 6),
    PromiseContent("CLOCK", "youssef", "Mounting", (-70, -30), 10),
    PromiseContent("SHORE", "ines", "Runs it", (-50, 22), 16),
    PromiseContent("SHORE", "aila", "Electrics", (-48, 22), 24),
    PromiseContent("SHORE", "youssef", "Cable and arm", (-44, 22), 30),
    PromiseContent("SHORE", "dario", "Charging data", (-34, 19), 14),
    PromiseContent("SHORE", "oskar", "Charging arm", (4, 22), 8, is_firm=False),
    PromiseContent("CODE", "matteo", "Runs it", (-46, 18), 12),
    PromiseContent("CODE", "hanna", "App and payment", (-46, 18), 32),
    PromiseContent("CODE", "linnea", "Guests", (-40, 18), 14),
    PromiseContent("HEAR", "oskar", "Runs it", (-44, 14), 20),
    PromiseContent("HEAR", "dario", "Alarms", (-40, 14), 16),
    PromiseContent("HEAR", "runa", "Workshop", (-30, 9), 10),
    PromiseContent("KNOTS", "freja", "Runs it", (-28, 18), 8),
    PromiseContent("KNOTS", "pavel", "Quay slots", (-24, 18), 20),
    PromiseContent("KNOTS", "", "Loading", (0, 18), 24, team="freight", is_firm=False),
    PromiseContent("PAINT", "linnea", "Runs it", (-25, 20), 10),
    PromiseContent("PAINT", "runa", "Dock days", (-5, 19), 12),
    PromiseContent("RAFTS", "runa", "Runs it", (-48, 6), 14),
    PromiseContent("RAFTS", "youssef", "Davits", (-8, 14), 18),
    PromiseContent("NIGHT", "freja", "Runs it", (5, 23), 10, is_firm=False),
    PromiseContent("NIGHT", "pavel", "Timetable", (5, 23), 12, is_firm=False),
)

MONEY = (
    MoneyContent("CLOCK", "Eight clocks", "4200", milestone="all"),
    MoneyContent("CLOCK", "Mounting", "1600", milestone="two"),
    MoneyContent("SHORE", "Grid contract and permit", "38000", milestone="permit"),
    MoneyContent("SHORE", "Cable and transformer", "412000", milestone="charge"),
    MoneyContent("SHORE", "Charging arm", "285000", milestone="charge"),
    MoneyContent("SHORE", "Training", "9500", milestone="handover"),
    MoneyContent("SHORE", "Frozen ground, late parts", "70000", kind="contingency"),
    MoneyContent("SHORE", "Held by the board", "50000", kind="reserve"),
    MoneyContent("CODE", "Hand scanners", "14800", milestone="live"),
    MoneyContent("CODE", "Payment fees", "6300", span=(-30, 18)),
    MoneyContent("CODE", "Signs for the lanes", "11200", milestone="lanes"),
    MoneyContent("CODE", "What guests find out", "4000", kind="contingency"),
    MoneyContent("HEAR", "Sensors", "23600", milestone="sensors"),
    MoneyContent("HEAR", "Spare parts on the shelf", "31000", milestone="alarms"),
    MoneyContent("HEAR", "Second fitting", "3500", kind="contingency"),
    MoneyContent("KNOTS", "Fuel of the trials", "7400", milestone="trials"),
    MoneyContent("KNOTS", "Early crew", "12600", span=(0, 18)),
    MoneyContent("PAINT", "Paint and dock", "58000", milestone="skua"),
    MoneyContent("PAINT", "Rust that nobody saw", "8000", kind="contingency"),
    MoneyContent("RAFTS", "Rafts and davits", "96400", milestone="aboard"),
    MoneyContent("RAFTS", "Inspection", "5200", milestone="closed"),
    MoneyContent("NIGHT", "Two night crews", "18500", span=(5, 23)),
    MoneyContent("NIGHT", "Fuel", "6800", milestone="first"),
)

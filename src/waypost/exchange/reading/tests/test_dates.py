from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.exchange.reading.dates import DateEvidence, NotADate, read_moment
from waypost.exchange.reading.incoming import DateOrder

DAY, MONTH, YEAR = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("09/Jan/24 3:54 PM", None, "2024-01-09T15:54:00"),
        ("09/Jan/24 12:00 AM", None, "2024-01-09T00:00:00"),
        ("31/Dec/2026", None, "2026-12-31T00:00:00"),
        ("2026-12-31", None, "2026-12-31T00:00:00"),
        ("2026-12-31 15:54", None, "2026-12-31T15:54:00"),
        ("2026-12-31T15:54:07", None, "2026-12-31T15:54:07"),
        ("20261231", None, "2026-12-31T00:00:00"),
        ("03/04/2026", DAY, "2026-04-03T00:00:00"),
        ("03/04/2026", MONTH, "2026-03-04T00:00:00"),
        ("26/04/03", YEAR, "2026-04-03T00:00:00"),
        ("3.4.26 08:30", DAY, "2026-04-03T08:30:00"),
        ("09/Mär/24 3:54 PM", None, "2024-03-09T15:54:00"),
        ("09/déc./24 15:54", None, "2024-12-09T15:54:00"),
        ("25/ago/26 03:45 PM", None, "2026-08-25T15:45:00"),
        ("06 abr 2026, 0:36", None, "2026-04-06T00:36:00"),
        ("9 de enero de 2026", None, "2026-01-09T00:00:00"),
        ("02/fev/26", None, "2026-02-02T00:00:00"),
        ("Jan 9, 2026", None, "2026-01-09T00:00:00"),
        ("Thu 9 July 2026", None, "2026-07-09T00:00:00"),
        ("9/Jan/24 3:54\u202fPM", None, "2024-01-09T15:54:00"),
    ],
)
def test_are_read_as_tools_write_them(text: str, order: Any, expected: Any) -> None:
    moment = read_moment(text, order)

    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2026-01-09T15:54:00.000+0200", 2), ("2026-01-09T15:54:00Z", 0)],
)
def test_keep_their_offset(text: str, hours: int) -> None:
    moment = read_moment(text)

    assert moment.utcoffset() == timedelta(hours=hours)
    assert moment.astimezone(UTC).hour == 15 - hours


@pytest.mark.parametrize(
    ("text", "reason", "nearest"),
    [
        ("31/Nov/26", "is not a date: November has 30 days", date(2026, 11, 30)),
        ("30.02.2027", "is not a date: February has 28 days", date(2027, 2, 28)),
        ("2026-13-01", "is not a date: there is no month 13", None),
        ("40/Jan/26", "is not a date: no month has a day 40", None),
        ("09/Foo/26", "is not a date: no month is called “Foo”", None),
        ("next week", "is not a date", None),
        ("09/Jan/24 at noon", "ends in something that is not a time", None),
        ("1/1/0001", "is not a date: the year 1", None),
    ],
)
def test_say_why_they_are_none(text: str, reason: str, nearest: Any) -> None:
    with pytest.raises(NotADate) as caught:
        read_moment(text, DAY)

    assert str(caught.value.reason) == reason
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("texts", "order", "is_ambiguous"),
    [
        (["03/04/2026", "13/04/2026"], DAY, False),
        (["03/04/2026", "04/13/2026"], MONTH, False),
        (["2026-04-03"], YEAR, False),
        (["03/04/2026", "05/06/2026"], DAY, True),
        (["09/Jan/24"], None, False),
        (["13/04/2026", "14/04/2026", "04/15/2026"], DAY, False),
        ([], None, False),
    ],
)
def test_order_comes_from_the_whole_column(
    texts: Any, order: Any, *, is_ambiguous: bool
) -> None:
    evidence = DateEvidence()
    for text in texts:
        evidence.see(text)

    assert evidence.order() == order
    assert evidence.is_ambiguous is is_ambiguous


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_come_back_in_every_order(day: date) -> None:
    forms = {DAY: "%d/%m/%Y", MONTH: "%m/%d/%y", YEAR: "%Y.%m.%d"}

    for order, form in forms.items():
        assert read_moment(day.strftime(form), order).date() == day
    assert read_moment(day.strftime("%d/%b/%y")).date() == day


@given(st.text(max_size=60), st.sampled_from([None, DAY, MONTH, YEAR]))
def test_never_fail_in_another_way(text: str, order: Any) -> None:
    reasons = []
    try:
        moment: datetime | None = read_moment(text, order)
    except NotADate as wrong:
        moment = None
        reasons.append(str(wrong.reason))

    assert moment or reasons[0]

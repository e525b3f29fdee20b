"""A made-up conversation for the gallery, in every state of its components."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Of
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

NODS = (("agree", "thumbs-up"), ("thanks", "heart"), ("well_done", "party-popper"))


class TalkForm(forms.Form):
    """What the box asks of its form."""

    body = forms.CharField(error_messages={"required": "Write something first."})
    picked = forms.CharField(required=False, widget=forms.HiddenInput)
    reply_to = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)


def make() -> Any:
    """Return the conversation: a comment with a reply, one's own, and happenings."""
    now = timezone.now()
    reply = _comment(3, "Ada Krol", "So it is.", now - timedelta(minutes=9))
    first = _comment(
        2,
        "Tove Nyström",
        'Is the *third* clinic in, <span class="mention">@Mara Oyelaran</span>?',
        now - timedelta(hours=2),
    )
    first.replies = (reply,)
    first.nods = _nods(2, given=True, may_acknowledge=True)
    first.box = _box("gallery-reply", "Reply")
    own = _comment(1, "Mara Oyelaran", "Yes, and <b>live</b>.", now, is_own=True)
    lines = [
        Of(comment=own),
        Of(comment=first),
        Of(happening=_happening(now - timedelta(days=1), reason="Demand grew")),
        Of(happening=_happening(now - timedelta(days=3))),
    ]
    tabs = [
        Of(label=label, url="#", is_on=label == "All") for label in ("All", "Changes")
    ]
    return Of(
        box=_box("gallery-new", "Comment"),
        lines=lines,
        tabs=tabs,
        older_url="#",
        is_empty=False,
        of=Of(url="/gallery/"),
    )


def refused() -> Any:
    """Return a box whose words did not go."""
    box = _box("gallery-refused", "Comment")
    box.form = TalkForm({"body": ""}, auto_id="gallery-refused-%s")
    box.form.is_valid()
    return box


def _box(name: str, button: str) -> Any:
    return Of(
        form=TalkForm(auto_id=f"{name}-%s"),
        url="#",
        people_url="",
        draft="",
        label="Say something; @ names somebody",
        button=button,
        target="#talk",
        cancel_url="",
    )


def _comment(
    pk: int, name: str, body: str, at: datetime, *, is_own: bool = False
) -> Any:
    return Of(
        row=Of(
            pk=pk,
            author=Of(name=name),
            posted_at=at,
            edited_at=at if is_own else None,
            may_edit=is_own,
            may_delete=is_own,
        ),
        body=_markup(body),
        url="#",
        nods=_nods(pk),
        replies=(),
        box=None,
        is_open=False,
    )


def _nods(pk: int, *, given: bool = False, may_acknowledge: bool = False) -> Any:
    listed = [
        Of(
            kind=kind,
            glyph=glyph,
            label=kind,
            count=n + 1,
            who="Ada Krol",
            is_mine=not n,
        )
        for n, (kind, glyph) in enumerate(NODS)
    ]
    return Of(
        id=f"gallery-nods-{pk}",
        react_url="#",
        read_url="#",
        given=listed[:2] if given else [],
        choices=listed,
        read_by="Luis Prado" if given else "",
        may_react=True,
        may_acknowledge=may_acknowledge,
    )


def _happening(at: datetime, reason: str = "") -> Any:
    return Of(
        at=at,
        name="Jonas Bäck",
        what="moved target or dates",
        thing="",
        reason=reason,
        undo="/" if reason else "",
    )


def _markup(text: str) -> SafeString:
    return mark_safe(f"<p>{text}</p>")  # written here, by nobody else

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from waypost.web.templatetags import components
from waypost.web.widgets import DateInput, Segments, Switch

TEMPLATES = Path(components.__file__).parents[1] / "templates"
CONTRACTS = sorted(
    [*TEMPLATES.glob("components/*.html"), *TEMPLATES.glob("shell/*.html")]
)


class Form(forms.Form):
    title = forms.CharField(help_text="One sentence.")
    due = forms.DateField(required=False, widget=DateInput)
    view = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=Segments)
    counts = forms.BooleanField(required=False, widget=Switch)


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("template", CONTRACTS, ids=lambda path: path.name)
def test_every_component_says_what_it_takes(template: Path) -> None:
    assert template.read_text().startswith("{% comment %}")


@pytest.mark.parametrize("name", sorted(components.register.tags))
def test_every_tag_says_what_it_takes(name: str) -> None:
    assert (getattr(components, name).__doc__ or "").strip()


def test_an_icon_is_silent_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'plus' %}")
    assert 'role="img" aria-label="Add"' in draw("{% icon 'plus' label='Add' %}")


def test_health_is_a_word_beside_its_shape() -> None:
    assert draw("{% health 'at_risk' %}") == (
        '<span class="health at_risk">At risk</span>'
    )
    assert "No data" in draw("{% health None %}")


def test_a_name_is_escaped() -> None:
    assert "<b>" not in draw("{% avatar name %}", name="<b>x")


def test_a_coverage_bar_says_its_parts() -> None:
    html = draw("{% coverage measured=0.35 bets=0.47 pace=0.55 %}")

    said = html.replace("\N{NO-BREAK SPACE}", " ")
    assert "35 % measured, 47 % in bets, gap 18 %, pace 55 %" in said


def test_a_gap_is_a_share_or_nothing_or_no_bet() -> None:
    assert "covered" in draw("{% gap_tag 0 %}")
    assert "no bet" in draw("{% gap_tag 0.5 has_bets=False %}")
    assert draw("{% gap_tag None %}") == ""


def test_a_field_ties_hint_and_error_to_its_input() -> None:
    form = Form({"title": ""})

    html = draw("{% field form.title %}", form=form)

    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_fields_are_drawn_by_their_widget() -> None:
    form = Form()

    assert 'type="date"' in draw("{% field form.due %}", form=form)
    assert 'class="segments"' in draw("{% field form.view %}", form=form)
    assert 'role="switch"' in draw("{% field form.counts %}", form=form)


def test_a_panel_frames_what_it_wraps() -> None:
    html = draw(
        "{% panel title='Bets' more='Add' more_url='/x/' %}<p>In</p>{% endpanel %}"
    )

    assert "<h2>Bets</h2>" in html
    assert '<a class="more" href="/x/">Add</a>' in html
    assert "<p>In</p>" in html


def test_a_feed_item_says_who_and_when() -> None:
    source = "{% include 'components/feed_item.html' with name='Ada' when=now only %}"

    html = draw(source, now=timezone.now())

    assert "just now" in html

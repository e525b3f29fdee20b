"""A marked word in a template is Django's own, remembered."""

from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_says_a_word_in_each_language() -> None:
    template = Template("{% translate 'Sunday' %}")

    said = []
    for language in ("en", "de", "fr", "de"):
        with translation.override(language):
            assert template.render(Context()) == gettext("Sunday")
            said.append(template.render(Context()))

    assert said == ["Sunday", "Sonntag", "dimanche", "Sonntag"]


def test_keeps_a_word_under_a_name() -> None:
    drawn = draw("{% translate 'Sunday' as day %}<{{ day }}> {% translate 'x & y' %}")

    assert drawn == "<Sunday> x & y"


def test_says_what_stands_in_a_variable_each_time() -> None:
    template = Template("{% translate word %}")

    drawn = [template.render(Context({"word": word})) for word in ("One", "Two")]

    assert drawn == ["One", "Two"]


def test_filters_each_time() -> None:
    assert draw("{% translate 'abc'|upper %}") == "ABC"


def test_shows_a_percent_sign_once() -> None:
    assert draw("{% translate '100% sure' %}") == "100% sure"

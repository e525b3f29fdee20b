"""A form's select, drawn by our own template."""

from django import forms


class Crossing(forms.Form):
    port = forms.ChoiceField(
        choices=[
            ("", "None"),
            ("North", [("1", "Ramsholm"), ("2", "<b>Kvarn & Co</b>")]),
            ("3", "Strand"),
        ],
        required=False,
        widget=forms.Select(attrs={"class": "input", "data-x": '"quoted"'}),
    )


def test_has_its_name_and_attributes() -> None:
    drawn = str(Crossing()["port"])

    assert drawn.startswith('<select name="port"')
    assert 'class="input"' in drawn
    assert 'data-x="&quot;quoted&quot;"' in drawn
    assert 'id="id_port"' in drawn


def test_marks_what_is_chosen_and_nothing_else() -> None:
    drawn = str(Crossing({"port": "3"})["port"])

    assert '<option value="3" selected>Strand</option>' in drawn
    assert drawn.count("selected") == 1


def test_keeps_groups_together() -> None:
    drawn = str(Crossing()["port"])

    assert '<optgroup label="North"><option value="1">Ramsholm</option>' in drawn
    assert '</optgroup><option value="3">Strand' in drawn


def test_escapes_what_people_are_called() -> None:
    drawn = str(Crossing()["port"])

    assert "&lt;b&gt;Kvarn &amp; Co&lt;/b&gt;" in drawn

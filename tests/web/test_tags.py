"""What the template tags write."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from lyhord.web.templatetags.web import UnknownTagKind


def render(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context))


class VisitForm(forms.Form):
    place = forms.CharField(label="Träffpunkt", help_text="Så som besökarna säger.")
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    seats = forms.MultipleChoiceField(label="Platser", choices=[("1", "Ett")], widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="Anteckning", required=False)
    held = forms.BooleanField(label="Hållet", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if not self.cleaned_data.get("note"):
            raise forms.ValidationError("Något fattas.")


def test_a_tag_says_its_state_in_words() -> None:
    html = render('{% tag "held" "hållet" %}')
    assert html.startswith('<span class="tag tag-held"><svg')
    assert html.endswith("hållet</span>")


def test_a_tag_escapes_its_text() -> None:
    assert "&lt;b&gt;" in render('{% tag "todo" text %}', text="<b>")


def test_a_tag_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(UnknownTagKind):
        render('{% tag "red" "fel" %}')


@pytest.mark.parametrize(
    ("numbers", "look", "shown", "words"),
    [
        ((4, 0, 4), "ring-full", "4", "Samtal: 4 av 4 klara"),
        ((1, 2, 4), "ring-part", "1", "Samtal: 1 av 4 klara, 2 bokade"),
        ((0, 4, 4), "ring-part", "0", "Samtal: 0 av 4 klara, 4 bokade"),
        ((0, 0, 4), "ring-empty", "0", "Samtal: 0 av 4 klara"),
        ((0, 0, 0), "ring-none", "–", "Samtal: ingen räknas"),
    ],
)
def test_a_ring_shows_and_says_how_many(numbers: tuple[int, int, int], look: str, shown: str, words: str) -> None:
    html = render("{% ring n.0 n.1 n.2 'Samtal' %}", n=numbers)
    assert f'class="ring {look}"' in html
    assert f'aria-hidden="true">{shown}</span>' in html
    assert f">{words}</span>" in html


def test_a_ring_draws_arcs_as_long_as_the_shares() -> None:
    html = render("{% ring 1 2 4 'Samtal' %}")
    assert 'stroke-dasharray="25.0 100"' in html
    assert 'stroke-dasharray="50.0 100" stroke-dashoffset="-25.0"' in html


def test_a_ring_never_draws_more_than_a_whole() -> None:
    assert 'stroke-dasharray="25.0 100" stroke-dashoffset="-75.0"' in render("{% ring 3 9 4 'Samtal' %}")


def test_a_ring_is_remembered_for_each_language() -> None:
    with translation.override("sv"):
        swedish = render("{% ring 0 0 0 'X' %}")
    with translation.override("en"):
        english = render("{% ring 0 0 0 'X' %}")
    assert "ingen räknas" in swedish
    assert ("ingen räknas" in english) == (translation.gettext("Beslut") == "Beslut" and swedish == english)


def test_a_bar_is_as_wide_as_its_share() -> None:
    html = render('{% bar 0.425 "Samtal" "43 %" %}')
    assert 'width="42.5%"' in html
    assert ">43 %<" in html


@pytest.mark.parametrize(("share", "width"), [(-0.1, "0.0%"), (1.2, "100.0%")])
def test_a_bar_stays_within_its_track(share: float, width: str) -> None:
    assert f'width="{width}"' in render('{% bar share "S" "T" %}', share=share)


def test_an_unknown_share_has_no_bar() -> None:
    html = render('{% bar None "Samtal" "vet inte" %}')
    assert "bar-done" not in html
    assert "vet inte" in html


def test_the_example_mark_is_only_on_examples() -> None:
    assert "exempel" in render("{% example row %}", row={"is_example": True} and _Row(True))
    assert render("{% example row %}", row=_Row(False)) == ""
    assert render("{% example row %}", row=object()) == ""


class _Row:
    def __init__(self, is_example: bool) -> None:
        self.is_example = is_example


def test_a_field_ties_label_help_and_error_together() -> None:
    html = render("{% field form.place %}", form=VisitForm({}))
    assert '<label class="field-label" for="id_place">Träffpunkt</label>' in html
    assert 'id="id_place_helptext">Så som besökarna säger.<' in html
    assert 'id="id_place_error">' in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_a_field_that_may_be_left_out_says_so() -> None:
    form = VisitForm()
    assert "frivilligt" in render("{% field form.note %}", form=form)
    assert "frivilligt" not in render("{% field form.place %}", form=form)


def test_a_group_of_choices_is_a_fieldset() -> None:
    html = render("{% field form.kind %}", form=VisitForm())
    assert html.startswith("<fieldset")
    assert "<legend" in html


@pytest.mark.parametrize(
    ("choices", "is_list"),
    [
        (["kort", "också kort"], True),
        (["kort", "Mitt konto och mina roller (Äldrenämnden)"], False),
        (["Mitt konto och mina roller (Äldrenämnden)"] * 6, True),
    ],
)
def test_few_long_choices_are_buttons_that_wrap_and_not_a_list_that_cuts_them(
    choices: list[str], is_list: bool
) -> None:
    class Choosing(forms.Form):
        row = forms.ChoiceField(label="Rad", choices=[(str(n), text) for n, text in enumerate(choices)])

    form = Choosing({"row": "1"} if len(choices) > 1 else {})
    html = render("{% field form.row %}", form=form)
    assert ("<select" in html) is is_list
    assert ('type="radio"' in html and html.startswith("<fieldset")) is not is_list
    assert ("checked" in html and "required" in html) is not is_list
    assert form.is_valid()


def test_a_hidden_field_is_only_its_input() -> None:
    assert render("{% field form.token %}", form=VisitForm()) == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_links_to_the_first_control_of_each_wrong_field() -> None:
    html = render("{% form_errors form %}", form=VisitForm({}))
    assert 'role="alert"' in html
    assert "4 saker att rätta" in html
    assert 'href="#id_place">Träffpunkt</a>' in html
    assert 'href="#id_kind_0">Slag</a>' in html
    assert 'href="#id_seats_0">Platser</a>' in html
    assert "<li>Något fattas.</li>" in html


def test_the_summary_counts_one_thing_as_one() -> None:
    form = VisitForm({"place": "Gottsunda", "kind": "a", "seats": ["1"]})
    assert "En sak att rätta" in render("{% form_errors form %}", form=form)


def test_the_summary_is_silent_when_all_is_well() -> None:
    form = VisitForm({"place": "Gottsunda", "kind": "a", "seats": ["1"], "note": "Ring först"})
    assert render("{% form_errors form %}", form=form) == ""
    assert render("{% form_errors form %}", form=VisitForm()) == ""


def test_the_summary_takes_formsets_too() -> None:
    formset = forms.formset_factory(VisitForm, min_num=1, validate_min=True)
    bound = formset({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    html = render("{% form_errors form formset %}", form=VisitForm(), formset=bound)
    assert 'href="#id_form-0-place"' in html
    assert render("{% form_errors formset %}", formset=formset()) == ""


def test_submit_says_what_happens_and_offers_a_way_back() -> None:
    html = render('{% submit "Spara träffpunkten" cancel_url="/traffpunkter/" %}')
    assert ">Spara träffpunkten</button>" in html
    assert 'href="/traffpunkter/">Avbryt</a>' in html


def test_a_slot_keeps_its_markup_and_a_prop_is_escaped() -> None:
    html = render('{% component "card" title=title %}<b>{{ title }}</b>{% endcomponent %}', title="<i>")
    assert "<b>&lt;i&gt;</b>" in html
    assert "<span>&lt;i&gt;</span>" in html

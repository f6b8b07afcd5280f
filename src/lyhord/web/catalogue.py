"""Every component of the design system with its props and examples. The pattern page shows them, the tests open it."""

from __future__ import annotations

from lyhord.web.components import Component, Example

_TABLE = """<table class="table">
<thead><tr><th scope="col">Träffpunkt</th><th scope="col" class="compact">Uttryck</th><th scope="col">Besök 1</th>
<th scope="col">Saknas</th></tr></thead>
<tbody>
<tr><th scope="row"><a href="#table">Gottsunda</a> {% example row %}<small>stationär · 3 medarbetare</small></th>
<td class="compact" data-label="Uttryck">{% ring 1 2 3 "Uttryck" %}</td>
<td data-label="Besök 1">{% tag "plan" "planerat" %}</td>
<td data-label="Saknas" class="missing">1 modul 4</td></tr>
<tr><th scope="row"><a href="#table">Svartbäcken</a> {% example row %}<small>stationär · 4 medarbetare</small></th>
<td class="compact" data-label="Uttryck">{% ring 4 0 4 "Uttryck" %}</td>
<td data-label="Besök 1">{% tag "held" "hållet" %}</td><td data-label="Saknas" class="muted">inget</td></tr>
</tbody></table>"""

_FORM = """<form class="form" method="get">{% form_errors form %}
{% field form.name %}
<div class="fields side-by-side">{% field form.opens_on %}{% field form.starts %}</div>
{% field form.kind %}{% field form.unit %}{% field form.hearing_loop %}{% field form.days %}
{% field form.directions %}{% field form.file %}
{% submit "Spara träffpunkten" cancel_url="#form" %}</form>"""

STATES = (
    Component(
        name="tag",
        summary="Ett läge: form, ord och färg säger samma sak.",
        required=("kind", "text"),
        examples=(
            Example(
                "Alla lägen",
                '<p class="cluster">{% tag "held" "hållet" %} {% tag "plan" "planerat" %} '
                '{% tag "todo" "ej planerat" %} {% tag "warn" "beslut saknas" %} {% tag "neutral" "volontär" %}</p>',
            ),
        ),
    ),
    Component(
        name="ring",
        summary="Hur många av en grupp som är klara och bokade. Skärmläsare får en hel mening.",
        required=("done", "planned", "total", "label"),
        examples=(
            Example(
                "Klar, på väg, inget bokat, ingen räknas",
                '<p class="cluster">{% ring 4 0 4 "Uttryck" %} {% ring 2 0 5 "Samtal" %} {% ring 1 3 5 "Stödvägar" %} '
                '{% ring 0 4 4 "Stödvägar" %} {% ring 0 0 3 "Samtal" %} {% ring 0 0 0 "Uttryck" %}</p>',
            ),
        ),
    ),
    Component(
        name="bar",
        summary="En andel med sin text. Okänd andel får ingen stapel.",
        required=("share", "label", "text"),
        examples=(
            Example(
                "Två kända, en okänd",
                '<div class="bars">{% bar 0.83 "Våldets uttryck" "83 %" %}{% bar 0.42 "Svåra samtal" "42 %" %}'
                '{% bar None "Stödvägar" "vet inte" %}</div>',
            ),
        ),
    ),
    Component(
        name="tiles",
        summary="Ett fält per träffpunkt: hållet, halvvägs, planerat, ej planerat.",
        examples=(
            Example(
                "Fyra lägen",
                '<ul class="tiles"><li class="tile held"><span>Svartbäcken</span></li>'
                '<li class="tile half"><a href="#tiles">Gottsunda</a></li><li class="tile plan"><span>Sävja</span></li>'
                '<li class="tile todo"><span>Björklinge</span></li></ul>',
            ),
        ),
    ),
    Component(
        name="weeks",
        summary="Hur mycket varje vecka rymmer, av två slag.",
        required=("rows", "first", "second", "label"),
        examples=(Example("Fyra veckor", '{% weeks weeks "utbildning" "besök" "Antal tillfällen per vecka" %}'),),
    ),
    Component(
        name="figure",
        summary="Ett stort tal som är sidans svar.",
        examples=(
            Example(
                "Antal av alla",
                '<p class="figure"><b>2</b> av 15 <small>genomförda, 7 på väg, 6 inte planerade</small></p>',
            ),
        ),
    ),
    Component(
        name="example",
        summary="Märket på en påhittad rad. Syns inte på riktiga rader.",
        required=("row",),
        examples=(Example("Påhittad rad", "<p>Gottsunda {% example row %}</p>"),),
    ),
)

FRAMES = (
    Component(
        name="page-head",
        summary="Svaret först, som en mening man skulle säga högt.",
        required=("title",),
        optional=("eyebrow", "warning", "lead", "back_url", "back_text"),
        has_slot=True,
        examples=(
            Example(
                "Med allt",
                '{% component "page-head" eyebrow="Mönster" warning="bara för den som bygger" '
                'title="Så ser Lyhörd ut." lead="Alla delar som sidorna är byggda av, med exempel." '
                'back_url="/" back_text="Översikt" %}'
                '<button class="button" type="button" data-print hidden>Skriv ut</button>'
                "{% endcomponent %}",
            ),
        ),
    ),
    Component(
        name="card",
        summary="Något som hör ihop.",
        optional=("title", "number", "note", "id"),
        has_slot=True,
        examples=(
            Example(
                "Med nummer och definition",
                '{% component "card" title="Nexus besöker samtliga träffpunkter" number=1 '
                'note="Genomfört = två hållna besök." %}<p>Innehåll.</p>{% endcomponent %}',
            ),
        ),
    ),
    Component(
        name="notice",
        summary="En upplysning, något som kräver dig, eller något som blev klart.",
        required=("kind",),
        optional=("title",),
        has_slot=True,
        examples=(
            Example("Upplysning", '{% component "notice" kind="info" %}<p>Utkastet är skickat.</p>{% endcomponent %}'),
            Example(
                "Kräver dig",
                '{% component "notice" kind="warn" title="Tre chefer har inte svarat" %}<p>Påminn dem senast 3 okt.</p>'
                "{% endcomponent %}",
            ),
            Example("Klart", '{% component "notice" kind="done" %}<p>Träffpunkten är sparad.</p>{% endcomponent %}'),
        ),
    ),
    Component(
        name="empty",
        summary="När det inte finns något än: säg vad man gör.",
        required=("title",),
        has_slot=True,
        examples=(
            Example(
                "Inga rader",
                '{% component "empty" title="Inga träffpunkter än" %}<p>Läs in dem från ett kalkylark.</p>'
                '<p><a class="button primary" href="#empty">Läs in träffpunkter</a></p>{% endcomponent %}',
            ),
        ),
    ),
    Component(
        name="step",
        summary="Ett steg på vägen: klart, näst på tur eller senare.",
        required=("number", "title", "state"),
        optional=("text",),
        has_slot=True,
        examples=(
            Example(
                "Tre steg",
                '<ol class="steps">{% component "step" number=1 title="Läs in träffpunkterna" state="done" %}'
                '{% endcomponent %}{% component "step" number=2 title="Läs in personalen" text="Ur personalsystemet." '
                'state="next" %}<a class="button primary" href="#step">Läs in</a>{% endcomponent %}'
                '{% component "step" number=3 title="Skriv in beslutet" state="later" %}'
                "{% endcomponent %}</ol>",
            ),
        ),
    ),
)

PARTS = (
    Component(
        name="button",
        summary="Säger vad som händer. En huvudknapp per sida.",
        examples=(
            Example(
                "Tre slag",
                '<p class="cluster"><a class="button primary" href="#button">Nytt utkast</a> '
                '<button class="button" type="button">Skriv ut</button> '
                '<a class="button quiet" href="#button">Avbryt</a> '
                '<button class="button" type="button" disabled>Vänta</button></p>',
            ),
        ),
    ),
    Component(
        name="table",
        summary="Namnet först. På en telefon blir varje rad ett kort.",
        examples=(Example("Träffpunkter", _TABLE),),
    ),
    Component(
        name="facts",
        summary="Fakta om en sak.",
        examples=(
            Example(
                "Om en träffpunkt",
                '<dl class="facts"><dt>Adress</dt><dd>Exempelgatan 1</dd><dt>Öppet</dt><dd>mån–fre 9.00–16.00</dd>'
                "<dt>Hörslinga</dt><dd>finns</dd></dl>",
            ),
        ),
    ),
    Component(
        name="agenda",
        summary="Dag för dag, med klockslag först.",
        examples=(
            Example(
                "En dag",
                '<ol class="agenda"><li class="agenda-day"><h3>tisdag 14 oktober</h3><ul class="plain-list"><li>'
                '<a class="agenda-row" href="#agenda"><span class="agenda-time">13.00–15.00</span>'
                '<span><b>Samtal</b> <span class="muted">Gottsunda</span></span></a></li></ul></li></ol>',
            ),
        ),
    ),
    Component(
        name="search",
        summary="Sökfält på egen sida, och det som hittades.",
        examples=(
            Example(
                "En träff",
                '<ul class="plain-list"><li><a class="hit" href="#search"><b>Gottsunda</b> '
                '<span class="muted">stationär</span></a></li></ul>',
            ),
        ),
    ),
    Component(
        name="form",
        summary="Etikett, hjälp och fel hör ihop med sitt fält. Felen samlas överst.",
        examples=(
            Example("Alla slags fält", _FORM),
            Example("Fel att rätta", f"{{% with form=wrong_form %}}{_FORM}{{% endwith %}}"),
        ),
    ),
)

COMPONENTS = (*STATES, *FRAMES, *PARTS)

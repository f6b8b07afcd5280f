"""Components for lists of things to choose, filter, change and follow. See `catalogue`."""

from __future__ import annotations

from lyhord.web.components import Component, Example

COMPONENTS = (
    Component(
        name="secret",
        summary="En kod att läsa av eller läsa upp, tecken för tecken.",
        examples=(
            Example(
                "En kod, flera koder och en QR-kod",
                '<p><code class="secret">ABCD-EFGH-2345-6789</code></p><ol class="secret-list"><li>'
                '<code class="secret">1234567890</code></li><li><code class="secret">0987654321</code></li></ol>'
                '<svg class="qr" viewBox="0 0 4 4" role="img" aria-label="QR-kod (exempel)">'
                '<rect width="100%" height="100%" fill="#fff"/><path d="M1 1h1v1h-1z" fill="#000"/></svg>',
            ),
        ),
    ),
    Component(
        name="choice",
        summary="En knapp som är en hel rad: vad man blir eller får, och under det vem eller var.",
        examples=(
            Example(
                "Två att välja bland",
                '<form method="get" class="choices"><button class="choice" type="button"><strong>Samordnare</strong> '
                '<small>Äldrenämnden (exempel)</small></button><button class="choice" type="button">'
                "<strong>Enhetschef</strong> <small>Enhet Ett (exempel)</small></button></form>",
            ),
        ),
    ),
    Component(
        name="prose",
        summary="Längre text att läsa, med källor som siffror.",
        examples=(
            Example(
                "En text med en källa",
                '<div class="prose"><h2>Att fråga (exempel)</h2><p>Fråga lugnt.<sup><a href="#prose" '
                'aria-label="Källa 1">1</a></sup></p><blockquote><p>Hur har du det?</p></blockquote></div>',
            ),
        ),
    ),
    Component(
        name="slide",
        summary="En bild och det som sägs till den.",
        examples=(
            Example(
                "En bild",
                '<ol class="slides"><li class="slide"><div class="slide-face"><h2>Fråga (exempel)</h2><p>Vänta in '
                'svaret.</p></div><div class="slide-note prose"><p>Räkna till tio.</p></div></li></ol>',
            ),
        ),
    ),
    Component(
        name="story",
        summary="En berättelse som går vidare som man väljer.",
        examples=(
            Example(
                "Vad som hände, och två val",
                '<div class="story stack"><div class="story-came"><p class="story-did">Du väntar.</p><dl>'
                "<dt>Besökaren</dt><dd>Hon ser upp.</dd><dt>Nästa kollega</dt><dd>Vet ingenting.</dd></dl></div>"
                '<div class="story-text"><p>Hon blir kvar i hallen (exempel).</p></div><ul class="story-choices">'
                '<li><a class="story-choice" href="#story">Du frågar</a></li>'
                '<li><a class="story-choice" href="#story">Du väntar</a></li></ul></div>',
            ),
        ),
    ),
    Component(
        name="choices",
        summary="Kryssrutor bredvid varandra.",
        examples=(
            Example(
                "Två rutor",
                '<div class="choices">{% field choice_form.hearing_loop %}{% field other_form.hearing_loop %}</div>',
            ),
        ),
    ),
    Component(
        name="filter",
        summary="Val ovanför en lista.",
        examples=(
            Example(
                "Ett val",
                '<form class="filter" method="get" aria-label="Välj enhet">{% field filter_form.unit %}'
                '<button class="button" type="submit">Visa</button></form>',
            ),
        ),
    ),
    Component(
        name="lines",
        summary="En lista där varje rad kan ha en knapp.",
        examples=(
            Example(
                "Två rader",
                '<ul class="lines"><li class="row"><span>Bingo · tisdag 13.00</span>'
                '<a class="button quiet" href="#lines">Ändra</a></li><li>Gymnastik · torsdag 10.00</li></ul>',
            ),
        ),
    ),
    Component(
        name="change",
        summary="Vad en fil skulle göra med registret.",
        examples=(
            Example(
                "Antal och ändringar",
                '<ul class="counts"><li><a href="#change" aria-current="true"><b>3</b> ändras</a></li>'
                '<li><a href="#change"><b>12</b> är nya</a></li></ul>'
                '<ul class="changes"><li>Namn: <s>Gottsunda C</s> Gottsunda</li></ul>',
            ),
        ),
    ),
    Component(
        name="week-grid",
        summary="Timmar per veckodag, för en vecka eller flera.",
        examples=(
            Example(
                "En vecka",
                '<fieldset class="week-grid"><legend class="field-label">Vecka 1</legend>'
                "<div>{% field hours_form.monday %}{% field hours_form.tuesday %}</div></fieldset>",
            ),
        ),
    ),
)

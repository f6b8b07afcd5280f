"""Components of calendars, day sheets and what is printed and signed. See `catalogue` for the others."""

from __future__ import annotations

from lyhord.web.components import Component, Example

_WEEK = """<table class="table calendar"><thead><tr><th scope="col">Träffpunkt</th><th scope="col">Mån 27 okt</th>
<th scope="col">Tis 28 okt</th></tr></thead>
<tbody><tr><th scope="row">Gottsunda</th>
<td data-label="Mån 27 okt"><ul class="entries">
<li class="entry"><span class="entry-time">09.00–11.00</span><a class="entry-title" href="#calendar">Samtal</a>
{% tag "plan" "planerat" %}</li>
<li class="entry cancelled"><span class="entry-time">13.00–14.00</span><span class="entry-title">Besök</span>
{% tag "neutral" "inställt" %}</li></ul></td><td data-label="Tis 28 okt"></td></tr></tbody></table>"""

_ROUTE = """<ol class="route"><li class="leg">Från Nexus</li><li class="leg">25 minuters resa. Åk senast 08.35.</li>
<li>{% component "card" title="09.00–11.00 Gottsunda" %}<p>6 bokade.</p>{% endcomponent %}</li>
<li class="leg">Hem igen: 25 minuter.</li></ol>"""

_SIGNING = """<table class="table"><thead><tr><th scope="col">Namn</th><th scope="col">Underskrift</th></tr></thead>
<tbody><tr><th scope="row">Exempel Person</th>
<td data-label="Underskrift"><span class="signature"></span></td></tr></tbody></table>"""

COMPONENTS = (
    Component(
        name="calendar",
        summary="En vecka: en rad per träffpunkt, en kolumn per dag.",
        examples=(Example("Två dagar", _WEEK),),
    ),
    Component(
        name="route",
        summary="En dags resor och stopp i ordning.",
        examples=(Example("Ett stopp", _ROUTE),),
    ),
    Component(
        name="signature",
        summary="Rad att skriva under på papper.",
        examples=(Example("En rad", _SIGNING),),
    ),
    Component(
        name="letter",
        summary="Ett brev eller en fil som den skickas, med sina egna radbrytningar.",
        examples=(Example("Ett ämne", '<p class="letter">Utbildning tisdag 14 oktober</p>'),),
    ),
    Component(
        name="address",
        summary="En lång adress att kopiera.",
        examples=(Example("Kalenderadress", '<p class="address">https://lyhord.example/kalender/hemlig.ics</p>'),),
    ),
)

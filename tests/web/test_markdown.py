"""Markdown as the training's texts use it, on pages and on paper."""

from __future__ import annotations

import pytest

from lyhord.web.markdown import plain, to_page, to_paper


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Att *fråga*", "<h2>Att <em>fråga</em></h2>"),
        ("En rad\noch en till", "<p>En rad och en till</p>"),
        ("- ett\n- två\n  1. inuti", "<ul><li>ett</li>\n<li>två\n<ol><li>inuti</li></ol></li></ul>"),
        ("3. tre\n4. fyra", '<ol start="3"><li>tre</li>\n<li>fyra</li></ol>'),
        ("> **Hon** sa", "<blockquote><p><strong>Hon</strong> sa</p></blockquote>"),
        ("*(han **ler**)*", "<p><em>(han </em><strong><em>ler</em></strong><em>)</em></p>"),
        ("<b>hej</b> & [x](javascript:y)", "<p>&lt;b&gt;hej&lt;/b&gt; &amp; [x](javascript:y)</p>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b | |---|---| | 1 | 2 |</p>"),
        ("    ![x](y)", "<p>![x](y)</p>"),
    ],
)
def test_what_is_allowed_is_shown_and_the_rest_is_letters(text: str, html: str) -> None:
    assert to_page(text).html == html


def test_headings_fit_under_the_pages_own() -> None:
    assert to_page("## Plan\n\n### Sedan", shift=1).html == "<h3>Plan</h3>\n<h4>Sedan</h4>"


def test_a_source_is_a_number_at_its_word_counted_from_the_first_on_the_page() -> None:
    page = to_page("Ett [@b-1]. Två [@a; @b-1]", sources=("z",))
    assert page.sources == ("z", "b-1", "a")
    assert page.html == (
        '<p>Ett<sup><a href="#kalla-b-1" aria-label="Källa 2">2</a></sup>. Två'
        '<sup><a href="#kalla-a" aria-label="Källa 3">3</a></sup>'
        '<sup>, <a href="#kalla-b-1" aria-label="Källa 2">2</a></sup></p>'
    )


def test_paper_has_the_same_blocks() -> None:
    paper = to_paper("## Plan\n\n1. **Vänta** [@a]")
    assert paper.sources == ("a",)
    assert paper.blocks == (
        {"kind": "heading", "level": 2, "runs": [{"text": "Plan"}]},
        {
            "kind": "list",
            "ordered": True,
            "start": 1,
            "items": [
                [{"kind": "paragraph", "runs": [{"text": "Vänta", "strong": True}, {"note": 1, "joined": False}]}]
            ],
        },
    )


def test_plain_is_the_words_alone() -> None:
    assert plain("## Plan\n\n- *Lyssna* [@a]\n- Vänta\n\n> Så") == "Plan\nLyssna\nVänta\nSå"

"""The stand-in reads HTML as Telegram does: the same entities, the same refusals."""

import pytest

from bot.demo.telegram.bubbles import safe_html
from bot.demo.telegram.entities import parse_html
from bot.demo.telegram.refusals import RefusalError

LRE, PDF, FSI, PDI = "\u202a", "\u202c", "\u2068", "\u2069"


def spans(source: str) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in parse_html(source)[1]]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain", "plain", []),
        ("<b>a</b> <i>b</i>", "a b", [("bold", 0, 1), ("italic", 2, 1)]),
        ("<STRONG>a</STRONG><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 2)]),
        ("<s>a</s> <strike>b</strike> <del>c</del>", "a b c", [("strikethrough", n, 1) for n in (0, 2, 4)]),
        (
            '<span class="tg-spoiler">a</span> <tg-spoiler>b</tg-spoiler>',
            "a b",
            [("spoiler", 0, 1), ("spoiler", 2, 1)],
        ),
        ("<b>bold <i>both</i></b>", "bold both", [("bold", 0, 9), ("italic", 5, 4)]),
        ("<b>one<b>two</b></b>", "onetwo", [("bold", 0, 6)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("1 &lt; 2 &gt; 0 &amp; &quot;x&quot; &#65;&#x42; &nbsp; &", '1 < 2 > 0 & "x" AB &nbsp; &', []),
        ("  <b> padded </b>\n", "padded", [("bold", 0, 6)]),
    ],
)
def test_markup_becomes_entities(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert parse_html(source)[0] == text
    assert spans(source) == expected


def test_offsets_count_utf16_units() -> None:
    assert spans("🧾 <b>فاتورة</b> 👍🏽<i>x</i>") == [("bold", 3, 6), ("italic", 14, 1)]


def test_code_knows_its_language_only_inside_pre() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert parse_html('<code class="language-python">x</code>')[1] == [
        {"type": "code", "offset": 0, "length": 1}
    ]
    assert spans("<pre>x</pre>") == [("pre", 0, 1)]


def test_nothing_reaches_into_code() -> None:
    assert spans("<b>total <code>12</code> paid</b>") == [("bold", 0, 6), ("code", 6, 2), ("bold", 8, 5)]
    assert spans("<code>a <b>b</b></code>") == [("code", 0, 3)]


def test_a_link_without_a_good_address_is_plain_text() -> None:
    assert parse_html('<a href="https://example.com">x</a>')[1][0]["url"] == "https://example.com/"
    assert parse_html('<a href="https://e.com/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://e.com/?a=1&b=2"
    assert parse_html("<a>example.com/a</a>")[1][0]["url"] == "http://example.com/a"
    assert parse_html('<a href="nowhere">x</a>') == ("x", [])
    assert parse_html('<a href="javascript:alert(1)">x</a>') == ("x", [])
    assert parse_html('<a href="http://127.0.0.1:8080/i">x</a>', loopback_links=False) == ("x", [])
    assert spans('<a href="http://127.0.0.1:8080/i">x</a>') == [("text_link", 0, 1)]


def test_commands_and_addresses_are_found() -> None:
    assert spans("/start then https://a.example/x, or mona@example.com") == [
        ("bot_command", 0, 6),
        ("url", 12, 19),
        ("email", 36, 16),
    ]
    assert spans("1/2 and a/b") == []


def test_bidi_embeddings_vanish_and_isolates_stay() -> None:
    assert parse_html(f"{LRE}a{PDF} {FSI}b{PDI}")[0] == f"a {FSI}b{PDI}"


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>a</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=a/b>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xd800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(source: str, refusal: str) -> None:
    with pytest.raises(RefusalError) as caught:
        parse_html(source)
    assert caught.value.description.startswith(f"Bad Request: can't parse entities: {refusal}")


def test_a_page_gets_markup_but_never_script() -> None:
    hostile = '<b>&lt;script&gt; <a href="https://e.com/&quot;onclick=x">🧾 link</a></b>'
    shown = safe_html(*parse_html(hostile))
    assert shown.startswith('<b>&lt;script&gt; <a href="https://e.com/&quot;onclick=x" ')
    assert shown.endswith(">🧾 link</a></b>")
    forged = [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}]
    assert safe_html("x", forged) == "x"

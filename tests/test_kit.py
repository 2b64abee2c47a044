"""The kit: assets without surprises, templates that the security policy lets through, forms that speak plainly."""

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest
from django import forms
from django.template import Context, Engine, engines

from accounts.forms import HIDDEN_MESSAGE, KapForm
from accounts.templatetags import kit
from kap_practice import assets
from kap_practice.storage import IMPORTS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "app").glob("*.css"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets") / "static"
    assert assets.build(target)
    return target


def test_built_styles_hold_no_data_address_and_no_source_map(built: Path) -> None:
    styles = (built / "bootstrap" / "bootstrap.min.css").read_text()
    assert "url(data:" not in styles.replace('"', "")
    assert "sourceMappingURL" not in styles


def test_every_file_that_the_built_styles_name_is_there(built: Path) -> None:
    named = re.findall(r'url\("([^"]+)"\)', (built / "bootstrap" / "bootstrap.min.css").read_text())
    assert len(set(named)) == 19
    assert all((built / "bootstrap" / name).read_text().startswith("<svg") for name in named)


def test_fonts_come_with_their_licences_and_are_small(built: Path) -> None:
    assert {path.name for path in (built / "fonts" / "pdf").iterdir()} == {
        "Figtree-Regular.ttf",
        "Figtree-SemiBold.ttf",
        "Figtree-Bold.ttf",
    }
    for name in ("figtree", "newsreader"):
        assert (built / "fonts" / f"{name}.woff2").stat().st_size < 40_000
        assert "SIL OPEN FONT LICENSE" in (built / "fonts" / f"LICENSE-{name}").read_text()


def test_a_second_build_does_nothing(built: Path) -> None:
    assert not assets.build(built)


def test_a_changed_wheel_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(assets.PINNED, "css/bootstrap.min.css", "0" * 64)
    with pytest.raises(assets.ChangedSource, match="Look at it, then pin it anew"):
        assets.build(tmp_path / "static")


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_holds_no_inline_style_or_handler(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|\shx-on|hx-vals=.js:|javascript:|data:image", text)
    assert all(re.search(r'\ssrc="', script) for script in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_names_only_icons_and_chips_that_exist(path: Path) -> None:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as drawings:
        there = {name.removesuffix(".svg") for name in drawings.namelist()}
    assert set(re.findall(r'{% icon "([^"]+)"', path.read_text())) <= there
    assert set(re.findall(r'{% chip "([^"]+)"', path.read_text())) <= set(kit.CHIPS)


def test_the_practices_sheet_gives_no_second_meaning_to_a_word_of_the_base() -> None:
    base, practice = (
        set(re.findall(r"^(\.[a-z-]+) {", (ROOT / f"static/app/{name}.css").read_text(), re.MULTILINE))
        for name in ("base", "practice")
    )
    assert {".measure", ".muted"} <= base
    assert not base & practice


@pytest.mark.parametrize("path", SHEETS, ids=label)
def test_a_stylesheet_asks_for_nothing_outside(path: Path) -> None:
    assert not re.search(r"@import|data:|https?:|url\((?!\"\.\./fonts/)", path.read_text())


TEXT = 4.5
CONTROL = 3.0
WORDS = ("ink", "muted", "link", "primary-text", "a", "b", "ok", "info", "warn", "stop", "private")
PAIRS = [
    *((word, ground, TEXT) for word in WORDS for ground in ("bg", "surface", "raised")),
    *((word, "sunken", TEXT) for word in ("ink", "muted", "link")),
    *((word, f"{word}-soft", TEXT) for word in ("a", "b", "ok", "info", "warn", "stop", "private")),
    ("primary-text", "primary-soft", TEXT),
    ("muted", "neutral-soft", TEXT),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-hover", TEXT),
    ("on-stop", "stop-solid", TEXT),
    *((line, ground, CONTROL) for line in ("ctrl", "focus") for ground in ("bg", "surface")),
]


def colours(theme: str) -> dict[str, str]:
    block = (ROOT / "static" / "app" / "tokens.css").read_text().split(theme + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ['[data-bs-theme="light"]', '[data-bs-theme="dark"]', '[data-scene="session"]'])
def test_every_pair_of_colours_can_be_read(theme: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11."""
    found = colours(theme)
    for front, back, least in PAIRS:
        light, dark = sorted((luminance(found[front]), luminance(found[back])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= least, f"{front} on {back}"


def rendered(text: str, **context: object) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]  # typed as any template backend
    assert isinstance(engine, Engine)
    return engine.from_string(text).render(Context(context))


class Questions(KapForm):
    pressure = forms.ChoiceField(label="Is it high?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    name = forms.CharField(label="Legal name", max_length=5)
    born_on = forms.DateField(label="Date of birth", required=False)


CRISPY = "{% load crispy_forms_tags %}{% crispy form %}"


def test_the_error_summary_leads_to_the_first_radio() -> None:
    page = rendered(CRISPY, form=Questions({"name": "Ines"}))
    assert '<a href="#id_pressure_0">Answer “Is it high?”</a>' in page
    assert page.count('id="id_pressure_0"') == 1
    assert "There is one thing to check" in page


def test_an_optional_field_says_so_and_a_needed_one_has_no_asterisk() -> None:
    page = rendered(CRISPY, form=Questions())
    assert page.count("(optional)") == 1
    assert "*" not in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Fill in “Legal name”."),
        ("Maria Jo", "Shorten this to 5 characters. It has 8 now."),
        ("a\x00b", HIDDEN_MESSAGE),
        ("a\x1bb", HIDDEN_MESSAGE),
    ],
)
def test_a_text_that_cannot_be_kept_is_named_once_in_plain_words(name: str, sentence: str) -> None:
    form = Questions({"pressure": "y", "name": name})
    assert form.errors["name"] == [sentence]


def test_emoji_and_surrounding_spaces_are_no_trouble() -> None:
    form = Questions({"pressure": "y", "name": "  Zoë😀 "})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Zoë😀"


def test_no_control_cuts_what_is_pasted() -> None:
    assert "maxlength" not in rendered(CRISPY, form=Questions())


def test_a_date_is_asked_with_the_device_s_own_picker() -> None:
    page = rendered(CRISPY, form=Questions(initial={"born_on": "1988-03-27"}))
    assert re.search(r'<input type="date"[^>]* value="1988-03-27"', page)


def test_a_form_s_own_sentence_wins() -> None:
    class Own(KapForm):
        name = forms.CharField(error_messages={"required": "Say what we may call you."})

    assert Own({}).errors["name"] == ["Say what we may call you."]


def test_a_qr_code_is_drawn_without_a_data_address() -> None:
    picture = rendered('{% qr "otpauth://totp/x?secret=ABC" label %}', label='"<b>')
    assert 'aria-label="&quot;&lt;b&gt;"' in picture
    assert "data:" not in picture
    assert "<path" in picture


def test_the_title_repeats_the_heading_as_plain_words() -> None:
    pages = {
        "shell": "{% load kit %}<title>{% words_of heading %}</title><h1>{% block heading %}{% endblock %}</h1>",
        "page": "{% extends 'shell' %}{% load kit %}{% block heading %}{% icon 'x' %} {{ name }}{% endblock %}",
    }
    loader = ("django.template.loaders.locmem.Loader", pages)
    engine = Engine(loaders=[loader], libraries={"kit": "accounts.templatetags.kit"})
    page = engine.get_template("page").render(Context({"name": "Ines & <Sam>"}))
    assert page.startswith("<title>Ines &amp; &lt;Sam&gt;</title><h1><svg")


def test_a_script_names_others_only_in_the_way_that_is_given_hashed_names() -> None:
    for path in (ROOT / "static" / "app").glob("*.js"):
        text = path.read_text()
        assert len(re.findall(r"^import |import\(", text, flags=re.MULTILINE)) == len(re.findall(IMPORTS[0], text))

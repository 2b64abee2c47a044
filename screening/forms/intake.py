"""The pages of the intake: choices, ticks and words of the person's own, from the registry's data."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms

from screening.forms.closed import Asked, QuestionsForm, closed, own_words
from screening.forms.questions import PAGE_FORMS, PrivateForm, TextShownForm
from screening.rules.intake import TICKED, TOGETHER, Item, Kind
from screening.rules.pages import ALONE_PAGES, CLOSENESS_PAGE, PAGES, PRIVATE_PAGE, Page

NOTHING_SAID = "Write a few words, or tick that you would rather talk about it."


class IntakeForm(QuestionsForm):
    """One page of the intake. Only choices have to be made; a page of words alone needs some, or the wish to talk."""

    items: tuple[Item, ...] = ()
    title = ""

    @classmethod
    def from_draft(cls, answers: Mapping[str, str]) -> dict[str, Any]:
        """What was ticked is kept as one text."""
        ticks = {item.id for item in cls.items if item.kind == Kind.TICKS}
        return {name: kept.split(TICKED) if name in ticks else kept for name, kept in answers.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = [name for name, value in cleaned.items() if value and name not in {"key", TOGETHER}]
        if not said and not self.errors:
            self.add_error(self.items[0].id, NOTHING_SAID)
        return cleaned

    def answers(self) -> dict[str, str]:
        given = {item.id: self.cleaned_data[item.id] for item in self.items}
        return {
            name: TICKED.join(value) if isinstance(value, list) else value for name, value in given.items() if value
        }

    def sections(self) -> Iterator[tuple[str, list[Asked]]]:
        yield self.title, [Asked(self[item.id]) for item in self.items]


def _field(item: Item) -> forms.Field:
    if item.kind == Kind.WORDS:
        return own_words(item.ask, item.hint, required=False, rows=3)
    if item.kind == Kind.TICKS:
        return forms.MultipleChoiceField(
            label=item.ask,
            help_text=item.hint,
            choices=list(item.options),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"autocomplete": "off"}),
        )
    if item.kind == Kind.SCALE:
        choices = [("", "Choose"), *item.options]
        widget = forms.Select(attrs={"autocomplete": "off", "class": "short"})
        return forms.ChoiceField(label=item.ask, help_text=item.hint, choices=choices, widget=widget)
    field = closed(item.ask, item.options, hint=item.hint)
    field.initial, field.required = item.default, not item.default
    return field


def _page_form(page: Page) -> type[IntakeForm]:
    body = {item.id: _field(item) for item in page.items} | {"items": page.items, "title": page.title}
    return cast("type[IntakeForm]", type(f"{page.key.title()}Form", (IntakeForm,), body))


# Every page that `my_page` asks by itself.
FORMS: dict[str, type[QuestionsForm]] = PAGE_FORMS | {
    key: _page_form(page) for key, page in PAGES.items() if page.items and key not in ALONE_PAGES
}


class ClosenessForm(TextShownForm):
    """Closed questions about sex and closeness. Each can be left to a talk, and the page can be left out."""


ClosenessForm.base_fields |= {item.id: _field(item) for item in PAGES[CLOSENESS_PAGE].items}
ALONE_FORMS: dict[str, type[TextShownForm]] = {PRIVATE_PAGE: PrivateForm, CLOSENESS_PAGE: ClosenessForm}

"""Template tags for the parts that every page uses. `{% load kit %}`."""

import re
from dataclasses import dataclass

import qrcode
from django import forms, template
from django.forms.boundfield import BoundField
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide
from qrcode.image.svg import SvgPathImage

from accounts.rules import phone_as_spoken

register = template.Library()

# kind: (icon, class). The word is the caller's; colour never stands alone. See interface.md 10.
CHIPS = {
    "clear": ("circle-check", "ok"),
    "done": ("circle-check", "ok"),
    "signed": ("signature", "ok"),
    "waiting": ("hourglass", "neutral"),
    "due": ("triangle-alert", "warn"),
    "hold": ("octagon-alert", "stop"),
    "todo": ("circle", "outline"),
    "notyet": ("circle-dashed", "dashed"),
    "private": ("eye-off", "private"),
    "locked": ("lock", "outline"),
    "info": ("info", "info"),
    "new": ("inbox", "info"),
    "draft": ("square-pen", "info"),
    "progress": ("circle-dot", "info"),
    "sent": ("send", "info"),
    "today": ("sun", "today"),
    "skipped": ("circle-slash", "neutral"),
    "neutral": ("minus", "neutral"),
}

RAIL_ICONS = {
    "done": "check",
    "next": "arrow-right",
    "today": "sun",
    "hold": "lock",
    "skipped": "minus",
}

TASK_CHIPS = {
    "not started": ("todo", "Not started"),
    "in progress": ("progress", "In progress"),
    "sent": ("sent", "Received"),
    "done": ("done", "Done"),
    "not yet": ("notyet", "Not yet"),
}


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """A Lucide icon as inline SVG. Hidden from screen readers unless `label` names it.

    Raises lucide.IconDoesNotExist for a name that is not in the set.
    """
    attributes = {"class": "icon", "focusable": "false"}
    attributes |= {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(lucide(name, size=size, **attributes))  # noqa: S308 - drawn by the icon package, attributes escaped


@register.inclusion_tag("kit/chip.html")
def chip(kind: str, text: str, icon: str = "") -> dict[str, str]:
    """A status: shape, icon and word. Kinds are the keys of CHIPS."""
    return {"kind": kind, "text": text, "icon": icon}


@register.filter
def chip_icon(kind: str) -> str:
    return CHIPS[kind][0]


@register.filter
def chip_class(kind: str) -> str:
    return f"chip-{CHIPS[kind][1]}"


@register.filter
def spoken_phone(stored: str) -> str:
    """A telephone number as people write it: (510) 555-0100."""
    return phone_as_spoken(stored)


@register.filter
def rail_icon(state: str) -> str:
    return RAIL_ICONS.get(state, "")


@register.inclusion_tag("kit/chip.html")
def task_chip(state: str) -> dict[str, str]:
    """The chip of a portal task: "not started", "in progress", "sent", "done" or "not yet"."""
    kind, text = TASK_CHIPS[state]
    return {"kind": kind, "text": text, "icon": ""}


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: where to go, and what to do there."""

    href: str
    message: str


@register.filter
def problems(form: forms.BaseForm) -> list[Problem]:
    """Every error of a form, first the general ones, then field by field in the order of the page."""
    found = [Problem("", str(message)) for message in form.non_field_errors()]
    for field in form:
        found += [Problem(f"#{first_id(field)}", str(message)) for message in field.errors]
    return found


def first_id(field: BoundField) -> str:
    """The id that a link to this field focuses: for radios and tick boxes that of the first one."""
    several = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if several else field.auto_id


@register.inclusion_tag("kit/field.html")
def field(
    bound: BoundField, hide_optional: bool = False, label: str = "", hint: str | None = None
) -> dict[str, object]:
    """One form field with label, hint and error. `label` and `hint` replace those of a form that is not ours."""
    if label:
        bound.label = label
        bound.field.widget.attrs.pop("placeholder", None)  # said by the label
    if hint is not None:
        bound.help_text = hint
    return {"field": bound, "form_show_labels": True, "form_show_errors": True, "hide_optional": hide_optional}


@register.inclusion_tag("kit/fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """The error summary and all fields of any form, also one that is not a KapForm."""
    return {"form": form, "form_show_labels": True, "form_show_errors": True}


@register.simple_tag
def qr(url: str, label: str) -> SafeString:
    """A QR code as inline SVG (an image address would need data:, which the policy forbids)."""
    image = qrcode.make(url, image_factory=SvgPathImage, border=2)
    path = re.search(r'\sd="([MmHhVvLlZz0-9.,\- ]+)"', image.to_string(encoding="unicode"))
    if path is None:
        raise ValueError("The QR code has no path.")
    size = image.width + 2 * image.border
    return format_html(
        '<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}"><path fill="currentColor" d="{2}"/></svg>',
        label,
        size,
        path[1],
    )


class RepeatNode(Node):
    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        blocks: BlockContext = context.render_context[BLOCK_CONTEXT_KEY]
        block = blocks.get_block(self.name)
        words = " ".join(strip_tags(block.render(context)).split())
        return mark_safe(words)  # noqa: S308 - the block has escaped them, and the tags are gone


@register.tag
def words_of(parser: Parser, token: Token) -> Node:
    """`{% words_of heading %}` repeats a block as plain words, so that the title is the page's heading."""
    return RepeatNode(token.split_contents()[1])

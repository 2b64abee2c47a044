"""What every shell shows: the practice, the person, the way around."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Practice
from accounts.policy import Permission, may
from accounts.roles import Role

Item = tuple[str, str, str]

NAV: tuple[tuple[Permission, Item], ...] = (
    (Permission.SEE_TODAY, ("today", "Today", "house")),
    (Permission.CLEAR, ("referrals", "Referrals", "clipboard-check")),
    (Permission.SEE_COUPLES, ("couples", "Couples", "users")),
    (Permission.SEE_MONEY, ("billing", "Billing", "receipt-text")),
    (Permission.SEE_MESSAGES, ("messages", "Messages", "send")),
    (Permission.SET_UP_PRACTICE, ("practice_details", "Settings", "settings")),
)
PORTAL_NAV: tuple[Item, ...] = (
    ("portal", "Home", "house"),
    ("my_appointments", "Dates", "calendar-days"),
    ("my_papers", "Papers", "file-text"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The practice, the person signed in and their navigation."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {"practice": Practice.objects.first(), "person": None, "nav": [], "banner": None}
    if settings.DEMO:
        context["banner"] = {
            "text": "A demo practice. Everybody here is invented.",
            "url": reverse("step_in"),
            "label": "Step in as somebody else",
        }
    if user is not None and user.is_authenticated:
        here = request.resolver_match.url_name if request.resolver_match else ""
        items = PORTAL_NAV if user.role == Role.PARTNER else [item for right, item in NAV if may(user, right)]
        context["person"] = user
        context["nav"] = [
            {"label": label, "url": reverse(name), "icon": icon, "current": name == here} for name, label, icon in items
        ]
    return context

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.policy import public
from demo.models import SentMail

NEWEST = 40
LINK = re.compile(r"(https?://\S+)")


@public
def demo_mail(request: HttpRequest) -> HttpResponse:
    """What the demo practice would have mailed, newest first. In a demo everybody reads everybody's mail."""
    addresses = list(SentMail.objects.order_by("address").values_list("address", flat=True).distinct())
    address = next((one for one in addresses if one == request.GET.get("to")), "")
    mails = SentMail.objects.order_by("-at")
    chosen = mails.filter(address=address) if address else mails
    context = {
        "mails": [{"mail": mail, "parts": parts(mail.body)} for mail in chosen[:NEWEST]],
        "addresses": addresses,
        "address": address,
    }
    return render(request, "demo/demo_mail.html", context)


def parts(body: str) -> list[tuple[str, bool]]:
    """A body cut into words and links, each with whether it is a link."""
    return [(part, bool(LINK.fullmatch(part))) for part in LINK.split(body.strip()) if part]

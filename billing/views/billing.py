from django.http import HttpResponse
from django.shortcuts import render

from accounts.policy import Permission, SignedInRequest, requires
from billing.gather import queue
from billing.models import Superbill
from billing.rules.money import total
from billing.views.fixing import fixes

TABS = ("issued", "void")


@requires(Permission.SEE_MONEY)
def billing(request: SignedInRequest) -> HttpResponse:
    """What waits to be stated for an insurer, and the statements there are: by tab, which stands in the address."""
    tab = request.GET.get("tab", "")
    if tab in TABS:
        return papers(request, tab)
    rows = queue.to_issue(request.user)
    context = {
        "tab": "",
        "waiting": len(rows),
        "rows": [{"row": row, "fixes": fixes(row.missing, request.user)} for row in rows],
        "total": total(row.statement.total for row in rows),
        "paid": total(row.statement.paid for row in rows),
    }
    return render(request, "billing/billing.html", context)


def papers(request: SignedInRequest, tab: str) -> HttpResponse:
    found = queue.papers(request.user, void=tab == "void", before=request.GET.get("before", ""))
    rows = found[: queue.PAGE]
    context = {"tab": tab, "papers": rows, "before": position(rows[-1]) if len(found) > queue.PAGE else ""}
    return render(request, "billing/billing.html", context)


def position(superbill: Superbill) -> str:
    return f"{superbill.year}-{superbill.number}"

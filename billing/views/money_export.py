from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from billing.forms import ExportForm
from billing.gather.ledger import HEADER, ledger
from documents import csv
from documents.handing import hand_out


@requires(Permission.EXPORT_MONEY)
@proved
def money_export(request: SignedInRequest) -> HttpResponse:
    """Charges and payments of a span of days as a CSV file, with names or without."""
    today = clock.today()
    form = ExportForm(request.POST or None, today=today)
    if form.is_valid():
        asked = form.cleaned_data
        rows = ledger(request.user, since=asked["since"], until=asked["until"], names=asked["names"] == "with")
        file_name = f"charges-and-payments-{asked['since'].isoformat()}-{asked['until'].isoformat()}.csv"
        return hand_out(csv.write(HEADER, rows).encode(), content_type="text/csv; charset=utf-8", file_name=file_name)
    return render(request, "billing/money_export.html", {"form": form}, status=422 if form.errors else 200)

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from billing import actions
from billing.forms import IssueForm
from billing.gather.statements import empty_statement, statements
from billing.models import ChargeLine, ChargeLineQuerySet
from billing.rules import papers
from billing.rules.statement import Statement, missing, warnings
from billing.views.back import money_of
from billing.views.fixing import fixes
from clients.models import Partner


@requires(Permission.ISSUE_SUPERBILLS)
@proved
def issue_superbill(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """All that a statement would say, what it still lacks, and the button that issues it."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("user"), pk=partner_id)
    lines = ChargeLine.objects.visible_to(request.user).filter(charge__account=partner).coded()
    form = IssueForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        chosen = [line.pk for line in form.cleaned_data["lines"]]
        try:
            made = actions.issue_superbill(person=partner, lines=chosen, by=request.user, at=clock.now())
        except actions.NotReady:
            form.add_error(None, "Something is missing. It is named below.")
        except actions.AlreadyStated as refusal:
            messages.info(request, str(refusal))
            return redirect("superbill", refusal.superbill.pk)
        else:
            messages.success(request, f"{made} is issued for {partner.legal_name}.")
            return redirect("superbill", made.pk)
    return preview(request, partner, lines, form)


def preview(request: SignedInRequest, partner: Partner, lines: ChargeLineQuerySet, form: IssueForm) -> HttpResponse:
    found = statements(lines.unstated())
    statement = found[0] if found else empty_statement(partner)
    context = {
        "partner": partner,
        "statement": statement,
        "paper": paper_of(statement),
        "lines": [(line, statement.pointers(line)) for line in statement.lines],
        "others": [other.provider.name for other in found[1:]],
        "fixes": fixes(missing(statement), request.user),
        "warnings": warnings(statement) if statement.lines else (),
        "form": form,
        "back": money_of(partner),
    }
    return render(request, "billing/issue_superbill.html", context, status=422 if form.errors else 200)


def paper_of(statement: Statement) -> dict[str, object]:
    """The words that would be printed, without a number."""
    copy = papers.snapshot(statement, number="", issued_on=clock.today(), issued_by="", replaces=[])
    return papers.printable(copy)

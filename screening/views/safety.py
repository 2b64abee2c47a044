"""An answer that cannot wait: the task's own page, and who is told when nobody took it up."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from accounts.roles import Role
from screening import actions
from screening.forms.instruments import SafetyWatchForm, TakeUpForm
from screening.gather import on_call, taken_up, whom_to_call
from screening.models import SafetyTask, SafetyWatch


@requires(Permission.READ_HEALTH)
@sensitive_post_parameters()
def safety_task(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """Whom to call today, and a word of what was done. For the therapist, and for the clinician on call."""
    task = get_object_or_404(SafetyTask.objects.visible_to(request.user), pk=task_id)
    whom = whom_to_call(task, request.user)
    if whom is None:
        raise Http404
    done = taken_up(task)
    form = TakeUpForm(request.POST or None)
    if form.is_valid() and done is None:
        given = form.cleaned_data
        try:
            actions.take_up(task=task, words=given["words"], by=request.user, at=clock.now(), key=given["key"])
        except actions.AlreadyTakenUp as refusal:
            messages.info(request, refusal.reasons[0])
        else:
            messages.success(request, "Written down. It is off the list of what needs you.")
        return redirect("safety_task", task.pk)
    context = {"task": task, "whom": whom, "done": done, "form": form}
    return render(request, "screening/safety_task.html", context, status=422 if form.errors and not done else 200)


@requires(Permission.SET_UP_PRACTICE)
@proved
def safety_watch(request: SignedInRequest) -> HttpResponse:
    """Name the clinician on call for answers that cannot wait."""
    clinicians = User.objects.filter(role__in=[Role.THERAPIST, Role.PRESCRIBER], is_active=True).order_by("name")
    current = SafetyWatch.objects.current()
    initial = {"user": current.user_id, "minutes": current.minutes} if current else None
    form = SafetyWatchForm(request.POST or None, clinicians=clinicians, initial=initial)
    if form.is_valid():
        watch = actions.name_safety_watch(by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, f"{watch.user.name} is told after {watch.minutes} minutes.")
        return redirect("safety_watch")
    context = {"form": form, "current": current, "today": on_call(clock.day_of(clock.now()))}
    return render(request, "screening/safety_watch.html", context, status=422 if form.errors else 200)

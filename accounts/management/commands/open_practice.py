"""`manage.py open_practice`: the first real practice and its first therapist."""

import sys
from argparse import ArgumentParser
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError

from accounts import actions, clock
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import Practice
from accounts.practice_forms import ColleagueForm, PracticeForm

OPTION = {"name": "practice", "email": "practice-email"}


class Command(BaseCommand):
    help = (
        "Make the practice and its first therapist, and print the therapist's invitation. "
        "Asks for everything that no option gives."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for form, prefix in ((PracticeForm(), ""), (ColleagueForm(), "therapist-")):
            for name, field in form.fields.items():
                option = self._option(name, prefix)
                parser.add_argument(option, dest=f"{prefix}{name}", metavar="WORDS", help=str(field.label))
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="Ask nothing.")

    def _option(self, name: str, prefix: str) -> str:
        return f"--{prefix}{name if prefix else OPTION.get(name, name)}".replace("_", "-")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_actor(role="door"):
            if Practice.objects.exists():
                raise CommandError("There is a practice already. One database holds one.")
            interactive = options["interactive"] and sys.stdin.isatty()
            practice = self._filled(PracticeForm, options, "", interactive=interactive)
            person = self._filled(ColleagueForm, options, "therapist-", interactive=interactive)
            token = actions.open_practice(practice=practice, therapist=person, at=clock.now())
        self.stdout.write(self.style.SUCCESS(f"{practice['name']} is open."))
        self.stdout.write(f"{person['name']} comes in by this link. It works once, for seven days:")
        self.stdout.write(link_to("invitation", token))

    def _filled(
        self, kind: type[forms.Form], options: dict[str, Any], prefix: str, *, interactive: bool
    ) -> dict[str, Any]:
        """What the form accepts. Its own words say what is wrong, and then it is asked again."""
        typed = {name: options[f"{prefix}{name}"] for name in kind().fields}
        if not interactive:
            form = kind({name: value or self._usual(kind, name) for name, value in typed.items()})
            if form.is_valid():
                return form.cleaned_data
            raise CommandError(
                "\n".join(
                    f"{self._option(name, prefix)}: {' '.join(str(one) for one in found)}"
                    for name, found in form.errors.items()
                )
            )
        if prefix:
            self.stdout.write("\nThe first therapist")
        for name in typed:
            typed[name] = self._asked(kind, typed, name)
        form = kind(typed)
        form.is_valid()
        return form.cleaned_data

    def _asked(self, kind: type[forms.Form], typed: dict[str, str | None], name: str) -> str:
        field = kind().fields[name]
        usual = self._usual(kind, name)
        answer = typed[name]
        while True:
            if answer is None:
                optional = "" if field.required else " (optional)"
                hint = f" [{usual}]" if usual else ""
                answer = input(f"{field.label}{optional}{hint}: ").strip() or usual
            problems = kind({**typed, name: answer}).errors.get(name)
            if not problems:
                return answer
            self.stderr.write(" ".join(str(problem) for problem in problems))
            answer = None

    def _usual(self, kind: type[forms.Form], name: str) -> str:
        return Practice().zone if (kind, name) == (PracticeForm, "zone") else ""

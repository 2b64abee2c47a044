from django.db import models


class Role(models.TextChoices):
    """What a person is to the practice; each signs in as exactly one."""

    THERAPIST = "therapist", "Therapist"
    STAFF = "staff", "Office staff"
    PRESCRIBER = "prescriber", "Prescriber"
    PARTNER = "partner", "Partner"

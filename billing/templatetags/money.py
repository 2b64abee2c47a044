"""`{% load money %}`: amounts as the practice's pages write them."""

from decimal import Decimal

from django import template

from billing.rules import money

register = template.Library()


@register.filter
def dollars(amount: Decimal | str) -> str:
    """$1,234.50"""
    return money.dollars(amount)

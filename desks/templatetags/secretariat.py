"""What the secretariat's pages lead to."""

from django import template
from django.urls import reverse

from actions.standing import waiting_words

register = template.Library()


@register.simple_tag
def answers_address(agreement):
    """Where all answers to an agreement are. Reads its report."""
    report = agreement.report.reference
    return reverse("answers", args=[report, agreement.reference.removeprefix(f"{report}/")])


@register.filter
def waits_for(action):
    """What a deadline without a meeting waits for."""
    return waiting_words(action)

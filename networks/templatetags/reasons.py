"""How pages show why a row was changed."""

from django import template

from networks.reasons import in_reader_language

register = template.Library()
register.filter("reason", in_reader_language)

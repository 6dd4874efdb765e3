"""What a person narrows pending matters to, kept under a name."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..models import NamedFilter

MOST = 20


class CannotKeep(Exception):
    """The filter is not kept; the message may be shown to the user."""


def filters_of(person):
    """The person's own filters by name; one query."""
    return list(NamedFilter.objects.filter(person=person))


def keep_filter(*, person, name, networks, group, now):
    """Keep which networks and which group are shown, under `name`; the same name again replaces what it stood for.

    Raises CannotKeep.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise CannotKeep(_("Please give the filter a name."))
    if not networks and not group:
        raise CannotKeep(_("Everything is shown: choose networks first, then keep the choice."))
    others = NamedFilter.objects.filter(person=person).exclude(name=name)
    if others.count() >= MOST:
        raise CannotKeep(_("%(most)s filters are kept at most: please remove one first.") % {"most": MOST})
    query = urlencode([*(("network", slug) for slug in networks), *([("group", group)] if group else [])])
    kept, _made = NamedFilter.objects.update_or_create(
        person=person, name=name, defaults={"query": query}, create_defaults={"query": query, "made_at": now}
    )
    return kept


def remove_filter(*, person, filter_id):
    """Remove a filter of the person's own; another's is as if it were not there. Gives whether there was one."""
    removed, _rows = NamedFilter.objects.filter(person=person, pk=filter_id).delete()
    return bool(removed)

"""What the register found, as Excel and CSV."""

import functools

from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desks.views.files import made
from documents.writing.tables import CSV, XLSX, write_csv, write_xlsx
from networks.models import Delegation, Network
from register.forms import FilterForm
from register.readers import reader_of
from register.tables import register_table


@require_safe
@never_cache
def agreements_xlsx(request):
    """The register's list as an Excel file, filtered and ordered as its page."""
    return _taken_along(request, write_xlsx, ending="xlsx", content_type=XLSX)


@require_safe
@never_cache
def agreements_csv(request):
    """The same as CSV."""
    return _taken_along(request, write_csv, ending="csv", content_type=CSV)


def _taken_along(request, write, *, ending, content_type):
    reader = reader_of(request)
    bodies = {network.slug: network for network in Network.objects.all()}
    delegations = {delegation.code: delegation for delegation in Delegation.objects.all()}
    form = FilterForm(request.GET, bodies=bodies, delegations=delegations, sees_follow_up=reader.sees_follow_up)
    table = register_table(form.filters(), reader=reader, delegations=delegations.values())
    found = _("Agreements")
    name = f"{found} {reader.today.isoformat()}.{ending}"
    return made(request, functools.partial(write, table), name=name, content_type=content_type)

"""A delegation's desk as a file: Excel, CSV, and Word for clearance at home."""

import functools

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from correspondence.models import LinkPage
from documents.writing.tables import CSV, XLSX, write_csv, write_xlsx
from documents.writing.word import DOCX, write_docx
from networks import dates
from networks.models import Network

from ..access import at_the_desk, by_link
from ..services.pending import of_what
from ..services.tables import pending_table, pending_tables
from .files import made


@require_safe
@at_the_desk
def pending_xlsx(request, desk):
    """The desk as an Excel file; `?network=` and `?group=` as on the page."""
    table = pending_table(desk.delegation, on=desk.on, **_asked(request, desk))
    return made(request, functools.partial(write_xlsx, table), name=_name(desk, "xlsx"), content_type=XLSX)


@require_safe
@at_the_desk
def pending_csv(request, desk):
    """The same as CSV."""
    table = pending_table(desk.delegation, on=desk.on, **_asked(request, desk))
    return made(request, functools.partial(write_csv, table), name=_name(desk, "csv"), content_type=CSV)


def clearance_list(request, desk):
    """“Our pending matters” as a Word list, group by group, drafts with it: what goes home to be cleared."""
    title = _("Pending matters of %(delegation)s") % {"delegation": desk.delegation}
    tables = pending_tables(desk.delegation, on=desk.on, **_asked(request, desk))
    opening = [of_what(_networks_asked(request), on=desk.on)]
    write = functools.partial(write_docx, title, tables, language=dates.reading_language(), opening=opening)
    return made(request, write, name=_name(desk, "docx"), content_type=DOCX)


pending_docx = require_safe(at_the_desk(clearance_list))
pending_docx_by_link = require_safe(by_link(LinkPage.PENDING)(clearance_list))


def _asked(request, desk):
    networks = [network.slug for network in _networks_asked(request)]
    return {"networks": networks, "group": request.GET.get("group", ""), "for_staff": desk.standing.is_staff}


def _networks_asked(request):
    return list(Network.objects.filter(slug__in=request.GET.getlist("network")))


def _name(desk, ending):
    name = _("Pending matters of %(delegation)s, %(day)s")
    return f"{name % {'delegation': desk.delegation, 'day': desk.on.isoformat()}}.{ending}"

"""What is asked about a document is answered: the same for reports and agendas."""

from django.contrib import messages
from django.utils.translation import gettext as _

from actions.services.editing import CannotEdit
from documents.services import bodies
from documents.services.headings import settle_doubts
from networks.services import CannotMakeDelegation

from ..forms import BodyForm, KnownBodyForm
from ..opening import Opened


def settle_as_asked(request, doubts):
    """Settle, or open again, the one of these doubts that was sent, or all of them."""
    chosen = request.POST.get("doubt", "")
    if chosen != "all":
        doubts = doubts.filter(pk=int(chosen) if chosen.isdecimal() else None)
    settle_doubts(doubts, settled=request.POST.get("do") != "reopen")


def say_who_it_is(request, **where):
    """Make a body nobody knew the delegation that was chosen, or a new one, wherever it stands.

    where: upload_id or report_id, as `documents.services.bodies` takes them. Gives None, or the form opened again.
    """
    is_known = "delegation" in request.POST
    form = (KnownBodyForm if is_known else BodyForm)(request.POST)
    if form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            if is_known:
                bodies.body_is_delegation(by=request.user, **told, **where)
            else:
                bodies.body_becomes_delegation(by=request.user, **told, **where)
        except (CannotMakeDelegation, CannotEdit) as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("“%(name)s” stands for %(delegation)s now.") if is_known else _("%(name)s is a delegation now.")
            messages.success(request, words % {"name": told["as_written"], "delegation": told.get("delegation")})
            return None
    return Opened(f"{'known' if is_known else 'body'}-{request.POST.get('as_written', '')}", form)

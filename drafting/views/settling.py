"""A doubt, or all that are open, were looked at: the same for reports and agendas."""

from documents.services.headings import settle_doubts


def settle_as_asked(request, doubts):
    """Settle, or open again, the one of these doubts that was sent, or all of them."""
    chosen = request.POST.get("doubt", "")
    if chosen != "all":
        doubts = doubts.filter(pk=int(chosen) if chosen.isdecimal() else None)
    settle_doubts(doubts, settled=request.POST.get("do") != "reopen")

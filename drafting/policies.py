"""Who works on drafts: pure predicates."""


def may_draft(user):
    """Staff bring documents in, write drafts and file them."""
    return user.is_active and user.is_staff

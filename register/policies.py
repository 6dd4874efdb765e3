def sees_follow_up(user, conference):
    """Statuses, shares, progress and figures of them: for those signed in, unless the conference opens them."""
    return user.is_authenticated or conference.public_follow_up


def sees_history(user):
    """Who changed what, and when."""
    return user.is_authenticated

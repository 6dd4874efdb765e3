def sees_follow_up(standing, conference):
    """Statuses, shares, progress and figures of them: for the conference, unless its settings open them to all."""
    return standing.is_of_the_conference or conference.public_follow_up


def sees_history(standing):
    """Who changed what, and when."""
    return standing.is_of_the_conference

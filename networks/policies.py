"""Who may do what with persons and the conference's own names: pure predicates."""

from .models import Role


def keeps_the_record(user):
    """Staff write; everybody else reads."""
    return user.is_active and user.is_staff


def may_change_person(user, person):
    """Staff change persons; whoever may sign in to the back office is changed by an administrator, or by themselves."""
    if person.is_system:
        return False
    return keeps_the_record(user) and (user.is_superuser or user.pk == person.pk or not person.is_staff)


def may_give_access(user):
    """Passwords and the right to use the back office are given by administrators."""
    return keeps_the_record(user) and user.is_superuser


def roles_to_keep(standing, delegation, *, observes):
    """The roles whose designations this person makes, changes and ends for the delegation; () for whoever keeps none.

    Staff keep all of them. A national focal point keeps the liaison officers of the own delegation and, of one that
    observes (observes: whether it does), the observers; who is a focal point the secretariat alone decides. The first
    is the one that a form offers before it is asked for another.
    """
    if standing.is_staff:
        roles = tuple(Role)
    elif standing.keeps_officers_of(delegation):
        roles = (Role.LIAISON_OFFICER, Role.OBSERVER) if observes else (Role.LIAISON_OFFICER,)
    else:
        roles = ()
    return tuple(sorted(roles, key=lambda role: role != Role.OBSERVER)) if observes else roles


def may_correct_person(user, standing, person, delegation, *, known_elsewhere):
    """Whether name and address of one who is designated for the delegation are this person's to correct.

    Staff as in the back office. Who keeps the delegation's officers, until whom it has designated has signed in: from
    then on another name or address would be somebody else's account. known_elsewhere: whether another delegation has
    ever designated the person.
    """
    if standing.is_staff:
        return may_change_person(user, person)
    is_theirs = person.is_active and not (person.is_staff or person.is_system or known_elsewhere)
    return is_theirs and person.last_login is None and standing.keeps_officers_of(delegation)


def may_anonymise(user, person):
    """Administrators take persons out of the record, but no administrator, and not the system itself."""
    return may_give_access(user) and not (person.is_superuser or person.is_system)


def may_sign_in(standing):
    """Staff, and whoever is designated on the day. standing: of the person, on that day."""
    return standing.is_staff or standing.is_designated

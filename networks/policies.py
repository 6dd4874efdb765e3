"""Who may do what with persons and the conference's own names: pure predicates."""


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

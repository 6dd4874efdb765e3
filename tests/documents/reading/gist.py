"""What was read of an agreement, in a line an action."""


def told(deadline):
    """A deadline in one word, without its phrase."""
    match deadline.kind:
        case "none":
            return ""
        case "date":
            return f" {deadline.on}"
        case "period":
            return f" {deadline.amount}{deadline.unit}={deadline.on}"
    month = f"@{deadline.month}" if deadline.month else ""
    return f" {deadline.body}{month}{deadline.offset_days:+d}"


def gist(analysis):
    """The kind, and each action's owners, force, fulfilment, condition and deadline."""
    return [
        analysis.kind,
        *(
            "+".join(action.owners)
            + f" {action.force}"
            + (" jointly" if action.fulfilment == "jointly" else "")
            + (f" [{action.condition}]" if action.condition else "")
            + told(action.deadline)
            for action in analysis.actions
        ),
    ]

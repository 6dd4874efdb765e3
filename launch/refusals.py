class CannotStart(Exception):
    """Something this machine lacks; the message is one line that says what, and what to do."""

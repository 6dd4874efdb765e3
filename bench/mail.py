"""The digests of 2,000 persons, written and handed over by one worker to a mail server on this machine."""

from bench.figures import Figure, at_least
from bench.workshop import Workshop
from tests.mail_server import MailServer

DIGESTS = 2000
COMMITMENTS = 5
A_SECOND = 100


def measure(workshop: Workshop) -> list[Figure]:
    with MailServer() as server:
        environment = {**workshop.on_postgresql("mail"), "EMAIL_URL": server.url}
        taken = workshop.inside(environment, "mail", str(DIGESTS), str(COMMITMENTS))
        received = set(server.recipients().values()), len(server.recipients())
        size = sum(len(mail.content) for mail in server.received) / len(server.received) / 1024
    if received != ({1}, DIGESTS):
        raise RuntimeError(f"Of {DIGESTS} digests the mail server has {received}.")
    return [
        at_least(
            f"writing and handing over {DIGESTS:,} digests of {COMMITMENTS} commitments, one worker",
            DIGESTS / taken["seconds"],
            A_SECOND,
            " a second",
            note=f"{taken['seconds']:.1f} s, {size:.0f} KB each",
        )
    ]

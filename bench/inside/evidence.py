"""How much memory it takes to attach a file of 20 MB to a report, as it comes out of a request."""

import datetime
import os
import threading
import time

import psutil
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone

from actions.models import CameBy
from actions.services.attaching import MOST_BYTES
from actions.services.evidence import attach
from actions.services.informing import Informant, Words, begin_report
from networks.services import today
from tests.factories import CommitmentFactory, StaffFactory

CHUNK = 64 * 1024
ENDING = b"\n%%EOF\n"


def measure():
    """{"megabytes": what the process's memory grew by at its highest, "size": of the file, "seconds": it took}."""
    staff = StaffFactory()
    report = _draft(staff)
    # What every upload needs once is there already: a small one goes before.
    _attach(report, staff, size=CHUNK)
    watch = Watch()
    upload = _upload(MOST_BYTES)
    with watch:
        started = time.perf_counter()
        attach(report_id=report.pk, upload=upload, by=staff, now=timezone.now())
        seconds = time.perf_counter() - started
    return {"megabytes": watch.growth / 2**20, "size": upload.size / 2**20, "seconds": seconds}


class Watch(threading.Thread):
    """A context: looks at the process's memory every millisecond. growth: how far above the beginning it ever was."""

    def __init__(self):
        super().__init__(daemon=True)
        self._process, self._ended = psutil.Process(), threading.Event()
        self._before = self._highest = 0

    def __enter__(self):
        self._before = self._highest = self._process.memory_info().rss
        self.start()
        return self

    def __exit__(self, *exception):
        self._ended.set()
        self.join()

    def run(self):
        while not self._ended.wait(0.001):
            self._highest = max(self._highest, self._process.memory_info().rss)

    @property
    def growth(self):
        return self._highest - self._before


def _draft(staff):
    now = timezone.now()
    on = today(now=now)
    share = CommitmentFactory(action__agreement__agreed_on=on - datetime.timedelta(days=9))
    return begin_report(
        delegation=share.delegation,
        commitment_ids=[share.pk],
        words=Words(text="It is done.", language="en", done=True, on=on),
        informant=Informant(came_by=CameBy.ON_BEHALF, entered_by=staff, source="note"),
        now=now,
        on=on,
    )


def _attach(report, staff, *, size):
    attach(report_id=report.pk, upload=_upload(size), by=staff, now=timezone.now())


def _upload(size):
    """A PDF of so many bytes, on disk, as Django hands over what is too large for its memory."""
    upload = TemporaryUploadedFile("annex.pdf", "application/pdf", size, None)
    upload.write(b"%PDF-1.7\n")
    written = upload.tell()
    while written < size - len(ENDING):
        chunk = os.urandom(min(CHUNK, size - len(ENDING) - written))
        upload.write(chunk)
        written += len(chunk)
    upload.write(ENDING)
    upload.seek(0)
    return upload

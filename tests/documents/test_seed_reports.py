"""The real report of November 2014, brought in and filed as it stands: what its third point comes to."""

import datetime
import os
import pathlib

import pytest

from actions.models import Agreement
from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.filing import file_upload, is_over_a_year_old
from documents.services.reading import read_upload

SEEDS = pathlib.Path(os.environ.get("SEEDS_DIR", pathlib.Path(__file__).parents[3] / "shared" / "seeds"))
FIRST = SEEDS / "2014-11-consular-protection-report.txt"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.seeds,
    pytest.mark.skipif(not FIRST.is_file(), reason="SEEDS_DIR has no report of November 2014"),
]


def test_the_third_point_of_november_2014(staff, now, conference):
    upload = bring_in(content=FIRST.read_bytes(), name=FIRST.name, by=staff, now=now)
    read_upload(upload_id=upload.pk, now=now)
    upload = Upload.objects.get(pk=upload.pk)
    followed = not is_over_a_year_old(upload, on=now.date())
    assert followed is False

    file_upload(upload_id=upload.pk, by=staff, on=now.date(), now=now, publish=True, followed=followed)

    comments, draft = Agreement.objects.get(reference="CP/2014-11/3").actions.order_by("position")
    until = datetime.date(2015, 1, 30)
    shares = comments.commitments.order_by("delegation__code")
    assert [(share.delegation.code, share.status, share.due_on) for share in shares] == [
        (code, "to_confirm" if code == "BZ" else "not_recorded", until)
        for code in ["BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"]
    ]
    assert (draft.fulfilment, draft.deadline_kind, draft.deadline_body.slug) == ("jointly", "event", "rcgm")
    assert sorted(draft.commitments.values_list("delegation__code", "status")) == [
        ("CR", "not_recorded"),
        ("MX", "not_recorded"),
    ]

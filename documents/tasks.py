from celery import shared_task
from django.utils import timezone

from .services import reading


@shared_task
def read_upload(upload_id):
    reading.read_upload(upload_id=upload_id, now=timezone.now())


@shared_task
def hand_out_unread():
    for upload in reading.unread(now=timezone.now()):
        read_upload.delay(upload.pk)

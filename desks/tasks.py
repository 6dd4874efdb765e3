from celery import shared_task
from django.utils import timezone

from .models import MatrixState
from .services import matrix, steps


@shared_task
def take_step(step_id):
    steps.take_kept(step_id=step_id, now=timezone.now())


@shared_task
def hand_out_untaken_steps():
    for kept in steps.untaken(now=timezone.now()):
        take_step.delay(kept.pk)


@shared_task
def compare_matrix(matrix_id):
    matrix.compare_matrix(matrix_id=matrix_id, now=timezone.now())


@shared_task
def file_matrix(matrix_id):
    matrix.file_matrix(matrix_id=matrix_id, now=timezone.now())


@shared_task
def hand_out_matrices():
    for waiting in matrix.unfinished(now=timezone.now()):
        task = compare_matrix if waiting.state == MatrixState.COMPARING else file_matrix
        task.delay(waiting.pk)

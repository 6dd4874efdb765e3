"""What waits for the secretariat, one step for many commitments, and all answers to one agreement."""

from django.urls import path

from .views import answers, monday, steps

urlpatterns = [
    path("monday/", monday.monday, name="monday"),
    path("monday/answers/<int:pk>/seen/", monday.answer_seen, name="answer-seen"),
    path("monday/notices/<int:pk>/seen/", monday.notice_seen, name="monday-notice-seen"),
    path("steps/", steps.steps, name="steps"),
    path("steps/<int:pk>/", steps.progress, name="set-step"),
    path("steps/<int:pk>/seen/", steps.seen, name="set-step-seen"),
    path("steps/sources/<int:pk>/", steps.source, name="set-step-source"),
    # A report's reference has a slash of its own.
    path("answers/<path:report>/<str:label>/", answers.answers, name="answers"),
    path("answers/<path:report>/<str:label>/answers.zip", answers.files, name="answers-zip"),
    path("answers/<path:report>/<str:label>/answers.docx", answers.as_docx, name="answers-docx"),
    path("answers/<path:report>/<str:label>/answers.xlsx", answers.as_xlsx, name="answers-xlsx"),
]

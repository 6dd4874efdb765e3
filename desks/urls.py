from django.urls import include, path

from .views import informing, matters, pending

urlpatterns = [
    path("pending/", pending.own, name="own-pending"),
    path("delegations/<str:code>/pending/", pending.matters_at_the_desk, name="delegation-pending"),
    path("delegations/<str:code>/inform/", informing.inform_at_the_desk, name="inform"),
    path("delegations/<str:code>/matters/<int:pk>/", matters.matter_at_the_desk, name="matter"),
    path("delegations/<str:code>/matters/<int:pk>/part/", matters.take_part, name="take-part"),
    path("delegations/<str:code>/progress/<int:pk>/", matters.report, name="progress-report"),
    path("delegations/<str:code>/progress/<int:pk>/change/", informing.change_report, name="progress-change"),
    path("delegations/<str:code>/progress/<int:pk>/<slug:step>/", matters.take_step, name="progress-step"),
    path("delegations/<str:code>/files/<int:pk>/", matters.evidence_at_the_desk, name="evidence"),
    path("delegations/<str:code>/files/<int:pk>/withdraw/", matters.withdraw_evidence, name="evidence-withdraw"),
    path("delegations/<str:code>/calls/<int:pk>/join/", matters.join, name="join-call"),
    path("delegations/<str:code>/sources/<int:pk>/", matters.source_at_the_desk, name="source-file"),
    path("files/<int:pk>/", matters.open_evidence, name="open-evidence"),
    # The same by the link of a mail, which knows its address as "pending".
    path("pending/<str:token>/", pending.matters_by_link, name="pending"),
    path("pending/<str:token>/inform/", informing.inform_by_link, name="inform-by-link"),
    path("pending/<str:token>/matters/<int:pk>/", matters.matter_by_link, name="matter-by-link"),
    path("pending/<str:token>/files/<int:pk>/", matters.evidence_by_link, name="evidence-by-link"),
    path("pending/<str:token>/sources/<int:pk>/", matters.source_by_link, name="source-file-by-link"),
    path("", include("desks.urls_officers")),
    path("", include("desks.urls_tables")),
    path("desk/", include("desks.urls_secretariat")),
]

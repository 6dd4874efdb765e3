from django.urls import path, register_converter

from . import views
from .converters import ReportReference

register_converter(ReportReference, "report_reference")

urlpatterns = [
    path("", views.home, name="home"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements.xlsx", views.agreements_xlsx, name="agreements-xlsx"),
    path("agreements.csv", views.agreements_csv, name="agreements-csv"),
    path("agreements/<report_reference:report>/<str:label>/", views.agreement, name="agreement"),
    path("reports/drafts/<int:pk>/", views.draft, name="draft"),
    path("reports/<report_reference:reference>/", views.report, name="report"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/documents/<int:document>/", views.meeting_document, name="meeting-document"),
    path("networks/", views.networks, name="networks"),
    path("networks/<slug:slug>/", views.network, name="network"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/<str:code>/", views.delegation, name="delegation"),
]

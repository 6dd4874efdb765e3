from django.urls import path

from .views import arrangements, by_hand, linked, office

urlpatterns = [
    path("pending/<str:token>/colleague/", linked.colleague, name="colleague"),
    path("pending/<str:token>/rhythm/", linked.rhythm, name="rhythm"),
    path("pending/<str:token>/unsubscribe/", linked.unsubscribe, name="unsubscribe"),
    path("desk/mails/", office.mails, name="mails"),
    path("desk/mails/ahead/", office.ahead, name="mails-ahead"),
    path("desk/mails/calls/", office.calls, name="calls"),
    path("desk/mails/remind/", by_hand.remind, name="remind"),
    path("desk/mails/arrangements/", arrangements.arrangements, name="mail-arrangements"),
    path("desk/mails/arrangements/deliverable/", arrangements.deliverable, name="mail-deliverable"),
    path("desk/mails/networks/<slug:slug>/", arrangements.network, name="mail-network"),
    path("desk/mails/texts/<slug:kind>/<slug:language>/", arrangements.text, name="mail-text"),
    path("desk/mails/<int:pk>/", office.mail, name="mail"),
    path("desk/mails/<int:pk>/message/", office.message, name="mail-message"),
    path("desk/mails/links/<int:pk>/revoke/", office.revoke, name="revoke-link"),
    path("desk/mails/notices/<int:pk>/seen/", office.seen, name="notice-seen"),
]

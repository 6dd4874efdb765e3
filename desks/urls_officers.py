"""A delegation's people, its brief for a meeting, and everybody's own calendar."""

from django.urls import path

from .views import brief, feeds, officers

urlpatterns = [
    path("delegations/<str:code>/officers/", officers.officers, name="officers"),
    path("delegations/<str:code>/officers/add/", officers.add, name="officer-add"),
    path("delegations/<str:code>/officers/<int:pk>/", officers.change, name="officer-change"),
    path("delegations/<str:code>/officers/<int:pk>/end/", officers.end, name="officer-end"),
    path("delegations/<str:code>/officers/<int:pk>/hand-over/", officers.hand_over, name="officer-hand-over"),
    path("delegations/<str:code>/officers/<int:pk>/invite/", officers.invite, name="officer-invite"),
    path("delegations/<str:code>/brief/<int:pk>/", brief.brief, name="brief"),
    path("account/calendar/", feeds.own, name="calendar-feed"),
    path("calendar/<str:token>.ics", feeds.feed, name="calendar"),
]

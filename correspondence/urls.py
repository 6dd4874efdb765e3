from django.urls import path

from .views import linked

urlpatterns = [
    path("pending/<str:token>/", linked.matters, name="pending"),
    path("pending/<str:token>/colleague/", linked.colleague, name="colleague"),
    path("pending/<str:token>/rhythm/", linked.rhythm, name="rhythm"),
    path("pending/<str:token>/unsubscribe/", linked.unsubscribe, name="unsubscribe"),
]

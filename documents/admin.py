"""The back office: the files brought in. They are read, reviewed and filed on their own pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from networks.admin import ReadOnlyInline
from networks.policies import keeps_the_record

from .models import Doubt, Upload


class DoubtInline(ReadOnlyInline):
    model = Doubt
    fields = ["line", "message", "agreement", "settled"]
    readonly_fields = ["message"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement")

    @admin.display(description=_("message"))
    def message(self, doubt):
        return doubt.message


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "language", "network", "starts_on", "city", "state", "by", "at"]
    list_filter = ["state", "kind", "language", "network"]
    list_select_related = ["network", "by"]
    search_fields = ["name", "sha256", "city", "report__reference"]
    date_hierarchy = "at"
    inlines = [DoubtInline]
    readonly_fields = ["refusal"]
    fields = [
        "name",
        "sha256",
        "size",
        "by",
        "at",
        "state",
        "refusal",
        "kind",
        "language",
        "network",
        "starts_on",
        "ends_on",
        "city",
        "country",
        "venue",
        "participants",
        "report",
        "meeting",
    ]

    def get_queryset(self, request):
        related = ["by", "network", "country", "report__meeting__network", "meeting__network"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("why it was refused"))
    def refusal(self, upload):
        return upload.refusal

    def has_module_permission(self, request):
        return keeps_the_record(request.user)

    def has_view_permission(self, request, obj=None):
        return keeps_the_record(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

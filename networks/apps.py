import functools

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Networks and delegations")

    def ready(self):
        # The same class each time; made anew at every write, it took a third of the time of that write.
        HistoryManager.from_queryset = functools.cache(HistoryManager.from_queryset)
        autodiscover_modules("receivers")

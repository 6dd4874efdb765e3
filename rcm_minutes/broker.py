"""The broker of one machine: kombu's folder of message files, written so that none is read half."""

import os
import uuid
from pathlib import Path
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Add `payload` to `queue` in one step; the original's name is there, to be read, before its content is."""
        name = f"{time_ns():020}_{uuid.uuid4()}"
        unfinished = Path(self.data_folder_out) / f"{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        os.replace(unfinished, unfinished.with_name(f"{name}.{queue}.msg"))


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"

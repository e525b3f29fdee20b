"""Uploads go to disk piece by piece, and never past what the installation takes."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

TOO_LARGE = "waypost.upload_too_large"
# Form fields and boundaries around the file.
AROUND = 1024 * 1024


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes a file to disk; one that is too large is thrown away as it comes.

    The page then finds no file, and `is_too_large` says why.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.most = settings.UPLOAD_MAX_MEGABYTES * 1024 * 1024
        self.received = 0
        self.announced = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Take note of how much is said to come."""
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, unless it is known to be too large."""
        self.received = 0
        if self.announced > self.most + AROUND:
            self._refuse()
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, unless it is one too many."""
        self.received += len(raw_data)
        if self.received > self.most:
            self._refuse()
        super().receive_data_chunk(raw_data, start)

    def _refuse(self) -> None:
        if self.request is not None:
            self.request.META[TOO_LARGE] = True
        raise SkipFile


def is_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was thrown away for its size."""
    return TOO_LARGE in request.META

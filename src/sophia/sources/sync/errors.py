"""What may go wrong between Sophia and an API."""

from __future__ import annotations

from datetime import datetime

from sophia.kernel.errors import SourceUnreachable


class AccessRefused(SourceUnreachable):
    """The API does not accept the credential, or it may not read this."""

    status = 422
    code = "access_refused"


class Throttled(SourceUnreachable):
    """The API wants fewer calls; `until` (UTC) is when it may be asked again."""

    code = "throttled"

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message, remedy="Nothing needs to be done: the sync goes on by itself.")
        self.until = until


class Expired(SourceUnreachable):
    """The API no longer knows the place at which a reading is to go on."""

    code = "expired"


class Rejected(SourceUnreachable):
    """The API does not take the request as it is; asking again would not help. `answered` is its HTTP status."""

    code = "rejected"

    def __init__(self, message: str, answered: int) -> None:
        super().__init__(message)
        self.answered = answered

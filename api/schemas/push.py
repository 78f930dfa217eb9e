"""What a gateway is answered that pushes by HTTP: the reply of the wire contract."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Row


class PushReply(Row):
    """The reply, as it goes out by MQTT too; fields without content are left out."""

    stream: str = Field(
        description="The stream it speaks of; empty for a message without identity.",
        examples=["9f2c"],
    )
    durable: list[tuple[int, int]] = Field(
        default_factory=list,
        description="Ranges of seq, both ends included, that the journal has on disk [1].",
        examples=[[[812, 812]]],
    )
    wait_ms: int = Field(0, description="How long to hold back [ms].", examples=[0])

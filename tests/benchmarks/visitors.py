"""People at the app without a browser: one websocket client that speaks Streamlit's own protocol for many visitors at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

Seen = Callable[[str, float], None]


@dataclass
class Visitor:
    """One tab. `seen` is called with each text that is drawn and the moment (time.monotonic) at which it came in."""

    base: str
    page: str
    query: str
    seen: Seen | None = None
    widgets: dict[str, str] = field(default_factory=dict)
    """Widget ids by kind: 'chat_input', or 'button' and its label."""
    texts: list[str] = field(default_factory=list)
    _hash: str = ""
    _socket: websockets.ClientConnection | None = None

    async def open(self) -> None:
        """Come to the page and wait until it is drawn."""
        self._socket = await websockets.connect(
            f"{self.base.replace('http', 'ws')}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")], max_size=None
        )
        await self._run()

    async def say(self, words: str) -> float:
        """Type words into the chat and wait until the page is drawn again; returns the moment at which they were sent."""
        state = WidgetState(id=self.widgets["chat_input"])
        state.chat_input_value.data = words
        self.texts.clear()
        return await self._run(state)

    async def press(self, label: str) -> float:
        """Press the button of that label; returns the moment of it."""
        return await self._run(WidgetState(id=self.widgets[f"button {label}"], trigger_value=True))

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, *states: WidgetState) -> float:
        assert self._socket is not None
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if self._hash:
            message.rerun_script.page_script_hash = self._hash
        else:
            message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(states)
        sent = time.monotonic()
        await self._socket.send(message.SerializeToString())
        while True:
            frame = await asyncio.wait_for(self._socket.recv(), timeout=120)
            if isinstance(frame, bytes) and self._takes(ForwardMsg.FromString(frame)):
                return sent

    def _takes(self, message: ForwardMsg) -> bool:
        """Whether the page is drawn, and nothing more is to come."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._drawn(message.delta.new_element)
        elif kind == "script_finished":
            # What asks for another run says so by a status of its own; the run that follows ends in one that does not.
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    def _drawn(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind == "chat_input":
            self.widgets["chat_input"] = element.chat_input.id  # type: ignore[attr-defined]
        elif kind == "button":
            self.widgets[f"button {element.button.label}"] = element.button.id  # type: ignore[attr-defined]
        elif kind == "markdown":
            text = element.markdown.body  # type: ignore[attr-defined]
            self.texts.append(text)
            if self.seen is not None:
                self.seen(text, time.monotonic())
        elif kind == "exception":
            raise AssertionError(f"the page failed: {element.exception.message}")  # type: ignore[attr-defined]

"""What a page is told goes out together: a browser draws a page anew for each part that comes by itself."""

import asyncio
from contextlib import suppress

# How long a part of a page waits for others that are made at the same time.
HOLD_SECONDS = 0.5


class Together:
    """What goes to a page. A browser draws a page anew for each part that comes by itself, so parts that are made at once go out together, in their order. is_drawn(message) says which are such parts."""

    def __init__(self, send, is_drawn):
        self.send, self.is_drawn, self.held, self.going, self.later, self.is_over = send, is_drawn, [], asyncio.Lock(), None, False

    async def give(self, message):
        """Send a message with what waits before it: soon where it is something to draw, else at once."""
        self.held.append(message)
        if not self.is_drawn(message) or self.going.locked():
            await self._let_go()
        elif self.later is None:
            self.later = asyncio.ensure_future(self._let_go_soon())

    def stop(self):
        """Nothing goes out any more."""
        self.is_over = True
        if self.later:
            self.later.cancel()

    async def _let_go_soon(self):
        await asyncio.sleep(HOLD_SECONDS)
        self.later = None
        # Who has left gets nothing more; the next message says so to whoever sends it.
        with suppress(OSError, RuntimeError):
            await self._let_go()

    async def _let_go(self):
        async with self.going:
            while self.held and not self.is_over:
                await self.send(self.held.pop(0))

"""Parts of a page that go out together: in their order, soon, and nothing of them once it is over."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lib.gate import _is_drawn
from lib.together import Together


def in_a_loop_of_its_own(page):
    """Run it in a thread: in this one a browser's loop may run."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, page).result()


def part_of_a_page(text):
    said = ForwardMsg()
    said.delta.new_element.text.body = text
    return {"type": "websocket.send", "bytes": said.SerializeToString()}


def the_end():
    said = ForwardMsg()
    said.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
    return {"type": "websocket.send", "bytes": said.SerializeToString()}


def test_parts_of_a_page_go_out_together_in_their_order_and_with_the_end_at_once():
    sent, messages = [], [part_of_a_page("one"), part_of_a_page("two"), the_end()]

    async def page():
        async def send(message):
            await asyncio.sleep(0)
            sent.append(message)

        together = Together(send, _is_drawn)
        for message in messages[:2]:
            await together.give(message)
        assert sent == []
        await together.give(messages[2])
        assert sent == messages

    in_a_loop_of_its_own(page())


def test_a_part_that_nothing_follows_goes_out_by_itself_and_none_once_the_session_is_over():
    sent = []

    async def page():
        came = asyncio.Event()

        async def send(message):
            sent.append(message)
            came.set()

        together = Together(send, _is_drawn)
        await together.give(part_of_a_page("one"))
        await asyncio.wait_for(came.wait(), timeout=60)
        together.stop()
        await together.give(the_end())

    in_a_loop_of_its_own(page())
    assert sent == [part_of_a_page("one")]


def test_what_is_nothing_to_draw_is_not_held():
    sent, begun = [], ForwardMsg()
    begun.session_status_changed.script_is_running = True
    messages = [{"type": "websocket.accept"}, {"type": "websocket.send", "bytes": begun.SerializeToString()}]

    async def page():
        async def send(message):
            sent.append(message)

        for message in messages:
            await Together(send, _is_drawn).give(message)
        assert sent == messages

    in_a_loop_of_its_own(page())

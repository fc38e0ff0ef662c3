"""Letting a model write: as a stream for sockets, as a whole for REST. The work is done in the pool."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncGenerator
from typing import Any

from channels.db import database_sync_to_async

from accounts.models import User
from common.errors import ProductError
from inference.core.options import GenerateRequest
from inference.models import CompletedModel, Generation
from inference.pool import Job, PoolBusyError, get_pool
from inference.pool.job import LAST, Message
from inference.services.completed_models import model_folder
from inference.words import sentence

STATUS = {"busy": 503, "busy_yourself": 429, "model_files_missing": 410, "out_of_memory": 503}


async def generate_stream(
    *, model: CompletedModel, user: User, request: GenerateRequest, cancelled: asyncio.Event | None = None
) -> AsyncGenerator[Message, None]:
    """Yield started, token…, finished. Setting `cancelled` ends the text within one token, with what was
    written so far; closing the iterator ends it as fast and says nothing.

    Raises ProductError: busy, and whatever the worker reports.
    """
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[Message] = asyncio.Queue()

    def deliver(message: Message) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(inbox.put_nowait, message)

    job = _submit(model, user, request, deliver)
    watch = asyncio.create_task(_cancel_when(cancelled, job)) if cancelled is not None else None
    try:
        while True:
            message = _checked(await inbox.get())
            yield message
            if message["type"] in LAST:
                await database_sync_to_async(_keep)(model, user, request, message)
                return
    finally:
        if watch is not None:
            watch.cancel()
        if not job.over.is_set():  # telling a process may block, so it happens beside the event loop
            loop.run_in_executor(None, job.cancel)


async def _cancel_when(cancelled: asyncio.Event, job: Job) -> None:
    await cancelled.wait()
    await asyncio.to_thread(job.cancel)


def generate(*, model: CompletedModel, user: User, request: GenerateRequest) -> Message:
    """Return the whole answer: what `started` and `finished` say together. Blocks its thread."""
    inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
    job = _submit(model, user, request, inbox.put)
    answer: Message = {}
    try:
        while True:
            message = _checked(inbox.get())
            if message["type"] != "token":
                answer |= message
            if message["type"] in LAST:
                _keep(model, user, request, message)
                return {key: value for key, value in answer.items() if key != "type"}
    finally:
        if not job.over.is_set():
            job.cancel()


def _submit(model: CompletedModel, user: User, request: GenerateRequest, deliver: Any) -> Job:
    body = {
        "folder": str(model_folder(model)),
        "prompt": request.prompt,
        "options": request.options.model_dump(mode="json"),
    }
    job = Job(body, deliver, owner=user.pk)
    try:
        get_pool().submit(job)
    except PoolBusyError as error:
        code = "busy_yourself" if error.mine else "busy"
        raise ProductError(sentence(code), code=code, status=STATUS[code]) from error
    return job


def _checked(message: Message) -> Message:
    if message["type"] != "error":
        return message
    code = message["code"]
    raise ProductError(sentence(code, message["values"]), code=code, status=STATUS.get(code, 409))


def _keep(model: CompletedModel, user: User, request: GenerateRequest, finished: Message) -> None:
    """Remember what was written, unless the model was deleted meanwhile."""
    if not CompletedModel.objects.filter(pk=model.pk).exists():
        return
    Generation.objects.create(
        model=model,
        user=user,
        prompt=_storable(request.prompt),
        options=request.options.model_dump(mode="json"),
        text=_storable(finished["text"]),
        n_tokens=finished["tokens"],
        finish_reason=finished["reason"],
        seconds=finished["seconds"],
    )


def _storable(text: str) -> str:
    return text.replace("\x00", "\ufffd")  # PostgreSQL has no NUL in text

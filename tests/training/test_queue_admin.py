"""An operator pauses the queue with a reason, and drains a host; nothing starts until it goes on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from training.models import QueueHost, QueueSettings
from training.models.queue import ONLY
from training.processes import this_host
from training.services import run_claim
from training.services.queue_settings import host_seen

pytestmark = pytest.mark.django_db
SETTINGS = "/admin/training/queuesettings/"
VALUES = {"reason": "Power works", "first_slice_s": "20", "later_slice_s": "300", "runs_per_gpu": "4"}


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("root", password="pw")


@pytest.fixture
def office(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_a_paused_queue_starts_nothing_until_it_goes_on(office: Client, operator: User, run_of: Any) -> None:
    run = run_of(operator)
    assert office.post(SETTINGS + "add/", {**VALUES, "paused": "on"}).status_code == 302
    row = QueueSettings.objects.get()
    assert (row.paused, row.reason, row.paused_by) == (True, "Power works", operator)
    assert row.paused_at is not None
    assert run_claim() is None
    assert office.get(SETTINGS + "add/").status_code == 403  # there is one row

    assert office.post(f"{SETTINGS}{ONLY}/change/", VALUES).status_code == 302
    assert QueueSettings.objects.get().paused_at is None
    claimed = run_claim()
    assert claimed is not None
    assert claimed.pk == run.pk


def test_a_drained_host_takes_no_runs_and_stays_so_when_it_starts_again(
    office: Client, operator: User, run_of: Any
) -> None:
    run_of(operator)
    host = host_seen(name=this_host())
    page = f"/admin/training/queuehost/{host.pk}/change/"
    assert office.post(page, {"draining": "on", "reason": "New disk"}).status_code == 302
    assert host_seen(name=this_host()).draining
    assert QueueHost.objects.get().drained_by == operator
    assert run_claim() is None

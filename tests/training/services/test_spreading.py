from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accounts.quotas import DEFAULT_LIMITS
from common.errors import ProductError
from training.models import QueueHost
from training.services.designs import checked_config
from training.services.spreading import most_devices

GPUS = [{"name": f"cuda:{n}", "memory_bytes": 2**34} for n in range(4)]
SLOTS = [{"name": "cpu", "memory_bytes": None}] * 3


@pytest.fixture
def hosts(db: None) -> None:
    QueueHost.objects.create(name="gpus", devices=GPUS)
    QueueHost.objects.create(name="laptop", devices=SLOTS)


def test_a_site_without_hosts_trains_on_one_device(db: None) -> None:
    assert most_devices() == 1


def test_slots_of_a_cpu_count_only_where_they_may_be_split(hosts: None, settings: Any) -> None:
    assert most_devices() == 4
    QueueHost.objects.filter(name="gpus").delete()
    assert most_devices() == 1
    settings.SLAMDUNK_SPLIT_ON_CPU = True
    assert most_devices() == 3


@pytest.mark.parametrize(
    ("n_devices", "batch_size", "code", "said"),
    [
        (5, 10, "too_many_devices", "the largest has 4"),
        (4, 8, "too_many_devices", "may use 3 devices"),
        (3, 8, "batch_not_shared", "multiple of 3"),
        (0, 8, "bad_option", "devices"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    hosts: None, n_devices: int, batch_size: int, code: str, said: str
) -> None:
    limits = replace(DEFAULT_LIMITS, max_devices=3)
    with pytest.raises(ProductError, match=said) as found:
        checked_config({"max_steps": 1, "devices": n_devices, "batch_size": batch_size}, limits)
    assert found.value.code == code


def test_where_every_machine_has_one_device_that_is_said(db: None) -> None:
    with pytest.raises(ProductError, match="Every machine of this site has one device"):
        checked_config({"max_steps": 1, "devices": 2})


def test_a_number_that_fits_is_kept(hosts: None) -> None:
    assert checked_config({"max_steps": 1, "devices": 4, "batch_size": 8, "strategy": "fsdp"})["devices"] == 4

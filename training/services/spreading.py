"""On how many devices a run may be trained."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.quotas import Limits, limits_for
from common.errors import ProductError, QuotaError
from training.models import QueueHost
from training.picking.values import Device
from training.services.queue_settings import CPU, devices_of, queue_rules

ATTR = "config.devices"


def most_devices() -> int:
    """Return how many devices the largest host has: its GPUs, or the slots of its CPU where one run may take several."""
    rules = queue_rules()
    hosts = [devices_of(host.name, host.devices, rules, host.slots) for host in QueueHost.objects.all()]
    return max(map(_for_one_run, hosts), default=1)


def devices_allowed(user: User) -> int:
    """Return how many devices a run of this person may have."""
    return min(most_devices(), limits_for(user).max_devices)


def _for_one_run(devices: list[Device]) -> int:
    together = settings.SLAMDUNK_SPLIT_ON_CPU or any(device.name != CPU for device in devices)
    return max(1, len(devices)) if together else 1


def check_devices(options: dict[str, Any], limits: Limits) -> None:
    """Raise ProductError or QuotaError for a number of devices that a run with these options cannot have."""
    n_devices, batch_size = options["devices"], options["batch_size"]
    if n_devices == 1:
        return
    values = {"n": n_devices, "batch": batch_size, "most": most_devices(), "limit": limits.max_devices}
    if n_devices > values["most"]:
        raise ProductError(_no_host(values), code="too_many_devices", attr=ATTR)
    if n_devices > limits.max_devices:
        words = _("A run of yours may use %(limit)s devices at once. Ask for fewer.")
        raise QuotaError(words % values, code="too_many_devices")
    if batch_size % n_devices:
        words = _(
            "A batch of %(batch)s sequences cannot be shared equally by %(n)s devices. "
            "Choose a batch size that is a multiple of %(n)s."
        )
        raise ProductError(words % values, code="batch_not_shared", attr="config.batch_size")


def _no_host(values: dict[str, int]) -> str:
    if values["most"] == 1:
        return _("Every machine of this site has one device for a training. Ask for one.")
    words = _("No machine of this site has %(n)s devices; the largest has %(most)s. Ask for fewer.")
    return words % values

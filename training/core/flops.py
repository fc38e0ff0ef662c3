"""How much a training computes: FLOP/s, and what share that is of the most that its device can do. No torch at import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import torch

TRAINING_PASSES: Final = 3  # a forward pass, and a backward pass that costs twice as much
TERA: Final = 1e12
MFU_DIGITS: Final = 4
RATE_DIGITS: Final = 5  # significant, of FLOP/s

Precision = Literal["bf16", "fp32"]

HOPPER, HOPPER_NVL = (989.4, 494.7), (835.5, 417.5)
AMPERE, VOLTA, VOLTA_PCIE = (312.0, 156.0), (None, 15.7), (None, 14.0)
PEAKS: Final[dict[str, tuple[float | None, float]]] = {
    "NVIDIA B200": (2250.0, 1125.0),
    "NVIDIA H200": HOPPER,
    "NVIDIA H200 NVL": HOPPER_NVL,
    "NVIDIA GH200 480GB": HOPPER,
    "NVIDIA H100 80GB HBM3": HOPPER,
    "NVIDIA H100 NVL": HOPPER_NVL,
    "NVIDIA H100 PCIe": (756.0, 378.0),
    "NVIDIA A100-SXM4-80GB": AMPERE,
    "NVIDIA A100-SXM4-40GB": AMPERE,
    "NVIDIA A100 80GB PCIe": AMPERE,
    "NVIDIA A100-PCIE-40GB": AMPERE,
    "NVIDIA A40": (149.7, 74.8),
    "NVIDIA A30": (165.0, 82.0),
    "NVIDIA A10": (125.0, 62.5),
    "NVIDIA L40S": (362.05, 183.0),
    "NVIDIA L40": (181.05, 90.5),
    "NVIDIA L4": (121.0, 60.0),
    "NVIDIA RTX A6000": (154.8, 77.4),
    "NVIDIA RTX 6000 Ada Generation": (364.2, 182.1),
    "NVIDIA GeForce RTX 5090": (209.5, 104.8),
    "NVIDIA GeForce RTX 4090": (165.2, 82.6),
    "NVIDIA GeForce RTX 4080": (97.5, 48.7),
    "NVIDIA GeForce RTX 3090": (71.0, 35.6),
    "Tesla V100-SXM2-32GB": VOLTA,
    "Tesla V100-SXM2-16GB": VOLTA,
    "Tesla V100-PCIE-32GB": VOLTA_PCIE,
    "Tesla V100-PCIE-16GB": VOLTA_PCIE,
    "Tesla T4": (None, 8.1),
}
"""TFLOP/s of dense products by the name that the driver gives, bf16 (added up in fp32) and fp32; for the latter TF32,
as the trainer multiplies, where a card has it. From NVIDIA's data sheets of each card and the white papers of its
architecture (Volta, Turing, Ampere GA102, Ada, Hopper, Blackwell); figures that count zeros left out are halved. A part
of a card (MIG) and a laptop's have other names, and so no peak here.
"""


def peak_flops(device: torch.device, precision: Precision, n_devices: int = 1) -> float | None:
    """Return the most FLOP/s that the devices of a training can do; None where nobody published it, as of a CPU."""
    if device.type != "cuda":
        return None
    from torch import cuda

    bf16, fp32 = PEAKS.get(cuda.get_device_name(device), (None, None))
    peak = bf16 if precision == "bf16" else fp32
    return None if peak is None else n_devices * peak * TERA


class Compute:
    """What metrics tell of a training's arithmetic, given the forward FLOPs of a token and the devices' peak."""

    def __init__(self, flops_per_token: int | None, peak: float | None) -> None:
        self.per_token = TRAINING_PASSES * flops_per_token if flops_per_token else None
        self.peak = peak

    def facts(self, tokens_per_s: float | None) -> dict[str, float | None]:
        """Return `flops_per_s` and `mfu`, model FLOPs utilisation (Chowdhery et al., 2022): a share from 0 to 1.

        Only what the model itself needs counts, not what is computed twice to save memory.
        """
        if self.per_token is None or not tokens_per_s:
            return {"flops_per_s": None, "mfu": None}
        rate = self.per_token * tokens_per_s
        mfu = None if self.peak is None else round(rate / self.peak, MFU_DIGITS)
        return {"flops_per_s": float(f"{rate:.{RATE_DIGITS}g}"), "mfu": mfu}

"""Where the embedded model runs and in which numbers, by what the machine can do."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Device(NamedTuple):
    """`name` is torch's name of the device, `dtype` the name of a dtype as an attribute of torch."""

    name: Literal["cpu", "cuda"]
    dtype: Literal["float32", "bfloat16"]


def choose_device(*, cuda: bool, cuda_bfloat16: bool) -> Device:
    """The GPU if there is one, in bfloat16 if it has that; else the CPU in float32.

    On a CPU the linear layers run in eight bits anyway: where bfloat16 is native too, that is still
    1.7 times faster at reading a prompt, and where it is not, bfloat16 is the slowest of all.
    """
    if cuda:
        return Device("cuda", "bfloat16" if cuda_bfloat16 else "float32")
    return Device("cpu", "float32")


def this_device() -> Device:
    """The choice for the machine that this runs on."""
    import torch

    cuda = torch.cuda.is_available()
    return choose_device(
        cuda=cuda, cuda_bfloat16=cuda and torch.cuda.is_bf16_supported(including_emulation=False)
    )

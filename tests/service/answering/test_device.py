from __future__ import annotations

import pytest

from service.answering.device import Device, choose_device, this_device


@pytest.mark.parametrize(
    ("cuda", "bfloat16", "chosen"),
    [
        (False, False, Device("cpu", "float32")),
        (True, False, Device("cuda", "float32")),
        (True, True, Device("cuda", "bfloat16")),
    ],
)
def test_what_is_chosen(cuda: bool, bfloat16: bool, chosen: Device) -> None:
    assert choose_device(cuda=cuda, cuda_bfloat16=bfloat16) == chosen


def test_this_machine_gets_something_that_torch_knows() -> None:
    torch = pytest.importorskip("torch")
    device = this_device()
    assert torch.empty(1, dtype=getattr(torch, device.dtype), device=device.name).numel() == 1

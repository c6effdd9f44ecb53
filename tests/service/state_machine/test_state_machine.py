"""Conversations and index publishing as one state machine: STATES=500x30 for a long run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.service.state_machine.machine import Service

RUNS, STEPS = map(int, os.environ.get("STATES", "20x15").split("x"))

TestService = Service.TestCase
TestService.settings = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,  # machines are noisy
    suppress_health_check=list(HealthCheck),
)

"""The same tests on what a class or a school runs: PostgreSQL for rows, Redis for sockets and cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DJANGO_TESTS = ["tests/accounts", "tests/architectures", "tests/common", "tests/inference", "tests/training"]


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_django_test_passes_on_postgresql_with_redis(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": postgres_url,
        "REDIS_URL": redis_url,
        "SLAMDUNK_HOME": str(tmp_path),
    }
    tests = [t for t in DJANGO_TESTS if (ROOT / t).exists()]
    outside = [f"--ignore={t}/core" for t in DJANGO_TESTS]  # the cores know no database
    spread = ["-n", "2", "--dist", "loadfile"]  # no other test takes as long
    chosen = ["-p", "tests.servers.school", "-m", "not browser and not processes and not slow"]
    command = [sys.executable, "-m", "pytest", "-q", *tests, *outside, *chosen, *spread]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=880
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

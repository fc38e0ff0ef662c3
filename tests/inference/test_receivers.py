from pathlib import Path
from typing import Any

from inference.models import CompletedModel
from training.signals import run_completed


def test_a_run_that_is_told_complete_twice_leaves_one_model(
    make_run: Any, ada: Any, job_model_folder: Path
) -> None:
    run = make_run(ada)
    for _ in range(2):
        run_completed.send(sender=type(run), run=run, model_folder=job_model_folder)
    assert CompletedModel.objects.get().run == run


def test_the_web_process_never_imports_torch() -> None:
    import subprocess
    import sys

    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'slamdunk_site.settings'; "
        "django.setup(); import inference.routing, inference.services, inference.selectors; "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

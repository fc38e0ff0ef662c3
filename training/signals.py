"""What others may learn of this app without it knowing them."""

from django.dispatch import Signal

#: Sent before a run becomes completed, with `run` and `model_folder: Path`; perhaps twice, so receivers
#: must bear that. A receiver that raises fails the run.
run_completed = Signal()

"""What others may learn of this app without it knowing them."""

from django.dispatch import Signal

#: Sent before a run becomes completed, with `run` and `model_folder: Path`; perhaps twice, so receivers
#: must bear that. A receiver that raises fails the run.
run_completed = Signal()

#: Sent with `user` when the bytes that a person's files take are counted. Receivers return the bytes of theirs.
disk_counted = Signal()

#: Asked what a training may start from, with `user` and `model` (an id). Receivers return a
#: `training.services.starts.StartWeights`, or None where there is no such model that this person may see.
start_asked = Signal()

"""A folder of MLflow's, loaded as `mlflow.pytorch` loads it."""

import logging
import os
from pathlib import Path

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow
import mlflow.pytorch
from with_torch import Loaded as Computed  # type: ignore[import-not-found]

NAME, VERSION = "mlflow", mlflow.__version__
logging.getLogger("mlflow").setLevel(logging.ERROR)


class Loaded(Computed):  # type: ignore[misc]
    """What was read back: a module of PyTorch like any other."""

    def __init__(self, folder: Path) -> None:
        self.model = mlflow.pytorch.load_model(str(folder), map_location="cpu").eval().requires_grad_(False)

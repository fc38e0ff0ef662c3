"""The curves of a run at several resolutions, and what its processes used of the machine."""

from django.db import models

from training.models.run import Run


class SeriesBucket(models.Model):
    """What some consecutive steps of a run told, in short; see training/core/series.py.

    A bucket of level l spans `width(l)` steps and is written once all of them are told. Levels make a pyramid, so
    that a million points are read as a few thousand rows, of any part of a run.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="buckets")
    series = models.CharField(max_length=8)  # the type of the events it is of: metric, eval, norms
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()  # it spans the steps from index * width(level)
    first = models.PositiveBigIntegerField()  # the first and the last step that told something
    last = models.PositiveBigIntegerField()
    fields = models.JSONField()  # {name: [early, late, mean, n]}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "level", "index", "series"], name="bucket_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.series} {self.level}/{self.index}"


class DeviceUse(models.Model):
    """What the processes of a run used at a moment; see training/device_use.py."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="device_uses")
    time = models.DateTimeField()
    step = models.PositiveBigIntegerField()
    payload = models.JSONField()

    class Meta:
        ordering = ["time"]
        indexes = [models.Index(fields=["run", "time"], name="use_of_run")]

    def __str__(self) -> str:
        return f"{self.run_id} at {self.time}"

"""`manage.py serve`: the whole site on this machine, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Role, User
from slamdunk_site.env import env
from slamdunk_site.processes import Service, keep_alive, stop_all
from training.services import host_shutdown, reap
from training.warm_client import socket_file

ROUND = 0.2  # seconds between looks at the processes
LOOK_FOR_LOST_EVERY = 5.0  # seconds; without `serve`, the workers look each minute
READY_WITHIN = 60.0  # seconds for the web server to answer


class Command(BaseCommand):
    help = "Starts the web server, the workers and MLflow, and stops them together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=env.port)
        parser.add_argument("--no-mlflow", action="store_true", help="do not start an MLflow server")

    def handle(self, *args: Any, **options: Any) -> None:
        self.home: Path = settings.SLAMDUNK_HOME
        self.stopping = False
        lock = only_one_here(self.home)
        prepare_database(self.say)
        create_operator(self.say)
        port = usable_port(options["host"], options["port"])
        services = self.services(options["host"], port, with_mlflow=not options["no_mlflow"])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        try:
            self.serve(services, options["host"], port)
        finally:
            self.say("Stopping: running trainings keep a checkpoint and go on at the next start.")
            host_shutdown()
            stop_all(services)
            lock.close()
            self.say("Stopped.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def ask_to_stop(self, *_: object) -> None:
        if self.stopping:  # a second Ctrl-C does not wait
            os._exit(130)
        self.stopping = True

    def services(self, host: str, port: int, *, with_mlflow: bool) -> list[Service]:
        """The programs in the order of their start; MLflow last: it is slow to start and needed last."""
        python, logs = sys.executable, self.home / "logs"
        shared = {"SLAMDUNK_HOME": str(self.home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        mlflow = mlflow_service(self.home, logs) if with_mlflow and not env.mlflow_tracking_uri else None
        if mlflow is not None:
            shared["MLFLOW_TRACKING_URI"] = mlflow.environment["MLFLOW_TRACKING_URI"]
        web = ["-m", "daphne", "-b", host, "-p", str(port), "--no-server-name", "--verbosity", "0"]
        cluster = [python, "manage.py", "qcluster"]
        training = {**shared, "Q_CLUSTER_NAME": "training"}
        services = [
            Service("web", [python, *web, "slamdunk_site.asgi:application"], logs / "web.log", shared),
            Service("training workers", cluster, logs / "training-workers.log", training),
            Service("short workers", cluster, logs / "short-workers.log", shared),
        ]
        if settings.SLAMDUNK_WARM_START:
            command = [python, "-m", "training.warm", str(socket_file(self.home))]
            services.append(Service("warm start", command, logs / "warm-start.log", training))
        return [*services, mlflow] if mlflow is not None else services

    def serve(self, services: list[Service], host: str, port: int) -> None:
        services[0].start()
        self.wait_for_web(services[0], host, port)
        for service in services[1:]:
            service.start()
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 (only compared)
        self.say(f"\n  SLaM Dunk is at http://{shown}:{port}/\n  Files: {self.home}\n  Stop with Ctrl-C.\n")
        look_at = 0.0
        while not self.stopping:
            keep_alive(services, self.say, now := time.monotonic())
            if now >= look_at:
                queue_lost_runs(self.say)
                look_at = now + LOOK_FOR_LOST_EVERY
            time.sleep(ROUND)

    def wait_for_web(self, web: Service, host: str, port: int) -> None:
        target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (only compared)
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and not self.stopping:
            if web.ended():
                raise CommandError(f"The web server did not start. Its last words are in {web.log}")
            try:
                urllib.request.urlopen(f"http://{target}:{port}/api/v1/health/", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return  # it answers: no worker is alive yet, which is what we start next
            except OSError:
                time.sleep(ROUND)


def queue_lost_runs(say: Any) -> None:
    """Let runs whose supervisor was killed go on; a database that is away is asked again later."""
    try:
        if n_lost := reap():
            say(f"Trainings whose processes were lost, now queued again: {n_lost}")
    except (DatabaseError, OSError) as error:
        say(f"Could not look for lost trainings: {error}")
        connections.close_all()


def only_one_here(home: Path) -> IO[str]:
    """Hold the home folder for this process; the lock goes with the process, however it ends."""
    lock = (home / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        words = f"SLaM Dunk already runs on {home}. Stop it first, or set SLAMDUNK_HOME to another folder."
        raise CommandError(words) from None
    return lock


def prepare_database(say: Any) -> None:
    """Apply the migrations that are missing, and only then say so."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def create_operator(say: Any) -> None:
    """On the first start, make the account `admin` and, if the password is ours, print it once."""
    if User.objects.filter(is_superuser=True).exists():
        return
    given = env.slamdunk_admin_password
    password = given or secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", password=password, role=Role.OPERATOR)
    say("Operator account: admin" if given else f"Operator account: admin, password: {password} (shown once)")


def usable_port(host: str, port: int) -> int:
    """Return the port to listen on (a free one for 0); a taken one is an error with the way out."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = f"Port {port} cannot be used ({error.strerror}). Choose another one: PORT=8001 make run"
            raise CommandError(words) from error
        return int(probe.getsockname()[1])


def mlflow_service(home: Path, logs: Path) -> Service:
    """MLflow on loopback, one worker (477 MB instead of 1.75 GB), records under the site's home."""
    port = usable_port("127.0.0.1", 0)
    store = f"sqlite:///{home / 'mlflow.sqlite3'}"
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--static-prefix", "/mlflow", "--backend-store-uri", store]
    command += ["--artifacts-destination", str(home / "mlflow-artifacts")]
    environment = {
        "MLFLOW_TRACKING_URI": f"http://127.0.0.1:{port}/mlflow",  # its API has the prefix as well
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    return Service("MLflow", command, logs / "mlflow.log", environment)

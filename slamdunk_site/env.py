"""Everything the environment may say, in one typed place. Defaults serve one person on one machine."""

import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """Read from environment variables of the same names, in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    slamdunk_home: Path = ROOT / "var"
    slamdunk_secret_key: str = ""
    slamdunk_production: bool = False
    slamdunk_hosts: str = "localhost,127.0.0.1,[::1]"
    slamdunk_origins: str = ""  # https://slm.example.edu,… where a proxy ends TLS
    slamdunk_admin_password: str = ""
    slamdunk_cpu_slots: int = Field(default=1, ge=1)  # trainings at once on a machine without a GPU
    slamdunk_split_on_cpu: bool = False  # one training may take several of these slots
    slamdunk_warm_start: bool = True  # keep a process that starts trainings at once (some 200 MB)
    slamdunk_lease_seconds: float = Field(default=180.0, gt=0)  # silence after which a run is taken over
    slamdunk_open_sign_up: bool = True
    database_url: str = ""
    redis_url: str = ""
    mlflow_tracking_uri: str = ""
    mlflow_experiment_name: str = "SLaM Dunk"
    vite_dev_server: bool = False
    hf_hub_offline: bool = False
    port: int = Field(default=8000, ge=0, le=65535)

    @property
    def home(self) -> Path:
        return self.slamdunk_home.expanduser().resolve()

    def hosts(self) -> list[str]:
        return [h.strip() for h in self.slamdunk_hosts.split(",") if h.strip()]

    def origins(self) -> list[str]:
        return [o.strip() for o in self.slamdunk_origins.split(",") if o.strip()]

    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'db.sqlite3'}"

    def secret_key(self) -> str:
        """The given key; else, outside production, one made once and kept in the home folder."""
        if self.slamdunk_secret_key:
            return self.slamdunk_secret_key
        if self.slamdunk_production:
            raise SystemExit("SLAMDUNK_PRODUCTION is on: set SLAMDUNK_SECRET_KEY to a long random string.")
        return self._kept_key(self.home / "secret_key")

    @staticmethod
    def _kept_key(path: Path) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
        return path.read_text(encoding="ascii")


env = Environment()

"""Fetching files of a published model by its hub id. Nothing is sent along: no token, no name of a person."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common.errors import ProductError

ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
TIMEOUT: Final = 10.0  # seconds for an answer to begin


class HubError(Exception):
    """Why nothing was fetched: a code and values; `architectures/words.py` has the sentences."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


@dataclass(frozen=True)
class HubFile:
    """A file of a repository; `n_bytes` is what the hub says."""

    name: str
    n_bytes: int


def check_reachable(repo: str) -> None:
    """Raise HubError at once where the id is none, or this site is kept off the network."""
    if not ID.fullmatch(repo) or ".." in repo or "--" in repo:
        raise HubError("hub_bad_id", id=repo[:100])
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        raise HubError("hub_offline")


def list_files(repo: str) -> list[HubFile]:
    """Return the files of a repository with their sizes. Raises HubError."""
    check_reachable(repo)
    from huggingface_hub import HfApi

    with _told(repo):
        info = HfApi(token=False).model_info(repo, files_metadata=True, timeout=TIMEOUT)
    return [HubFile(file.rfilename, file.size or 0) for file in info.siblings or []]


def fetch_file(repo: str, name: str, folder: Path) -> Path:
    """Fetch one file into `folder`, under its name. Raises HubError."""
    check_reachable(repo)
    from huggingface_hub import hf_hub_download

    with _told(repo):
        return Path(hf_hub_download(repo, name, local_dir=folder, token=False, etag_timeout=TIMEOUT))


@contextmanager
def _told(repo: str) -> Iterator[None]:
    """Turn what the library raises into one of our codes."""
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as error:
        raise HubError("hub_gated", id=repo) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise HubError("hub_not_found", id=repo) from error
    except errors.OfflineModeIsEnabled as error:
        raise HubError("hub_offline") from error
    except errors.LocalEntryNotFoundError as error:  # how it says that the network is away
        raise HubError("hub_unreachable") from error
    except errors.EntryNotFoundError as error:
        raise HubError("hub_no_config", id=repo) from error
    except (OSError, errors.HTTPError) as error:  # type: ignore[attr-defined]  # of its HTTP client
        raise HubError("hub_unreachable") from error


def as_product_error(error: HubError) -> ProductError:
    """Say in words what went wrong."""
    from architectures.words import sentence

    status = 409 if error.code in ("hub_offline", "hub_unreachable") else 400  # not now, or never
    return ProductError(sentence(error.code, error.values), code=error.code, attr="hub", status=status)

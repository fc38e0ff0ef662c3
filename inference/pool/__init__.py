"""Generation processes beside the web process, reached through one pool."""

from inference.pool.job import Job, PoolBusyError
from inference.pool.pool import Pool, get_pool

__all__ = ["Job", "Pool", "PoolBusyError", "get_pool"]

"""The nearest limit holds: one's own, else the site's, else the product's."""

from accounts.models import Quota, User
from accounts.quotas import DEFAULT_LIMITS, limits_for


def test_without_rows_the_product_decides(ada: User) -> None:
    assert limits_for(ada) == DEFAULT_LIMITS


def test_the_nearest_row_that_sets_a_field_wins(ada: User, ben: User) -> None:
    Quota.objects.create(user=None, runs_at_once=5, max_minutes=30)
    Quota.objects.create(user=ada, runs_at_once=0)
    assert limits_for(ada).runs_at_once == 0  # zero is a limit, not an empty field
    assert limits_for(ada).max_minutes == 30
    assert limits_for(ada).runs_queued == DEFAULT_LIMITS.runs_queued
    assert limits_for(ben).runs_at_once == 5

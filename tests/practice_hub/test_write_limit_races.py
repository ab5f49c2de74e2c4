"""Apart from its other tests, whose world keeps a transaction open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import WriteCount


@pytest.mark.django_db(transaction=True)
def test_writes_at_one_moment_are_all_counted():
    def add(_number):
        try:
            return WriteCount.objects.add("person 1").writes
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(add, range(20))) == list(range(1, 21))

"""Arithmetic on sets of bits gives what adding and sorting numbers would."""

from hypothesis import given
from hypothesis import strategies as st

from practices.search.slices import Slices

ENTRIES = 40
BITS = 10
sets = st.integers(0, 2**ENTRIES - 1)


@given(
    added=st.lists(st.tuples(sets, st.integers(0, 100)), max_size=10),
    among=sets,
    most=st.integers(0, ENTRIES + 1),
)
def test_the_highest_are_those_that_sorting_would_put_first(added, among, most):
    slices = Slices(BITS)
    numbers = dict.fromkeys(range(ENTRIES), 0)
    for entries, points in added:
        slices.add(entries, points)
        for entry in numbers:
            numbers[entry] += points * (entries >> entry & 1)
    candidates = [entry for entry in numbers if among >> entry & 1]
    first = sorted(candidates, key=lambda entry: (-numbers[entry], entry))[:most]
    assert slices.highest(among, most) == sum(1 << entry for entry in first)

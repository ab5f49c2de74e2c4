"""Rough scores of all entries at once, by arithmetic on sets of bits.

A number for each entry is kept in slices: slice n is the set of the entries whose number has bit n. Adding the same
points to every entry of a set, and finding the highest numbers, then take a few operations on whole sets, however
many entries there are (O'Neil and Quass, Improved Query Performance with Variant Indexes, 1997; Rinfret, O'Neil and
O'Neil, Bit-Sliced Index Arithmetic, 2001; both SIGMOD). Sets are Python's whole numbers, a bit for each entry.
"""

from __future__ import annotations


class Slices:
    """Numbers from 0 up to what `bits` bits hold, 0 for every entry at first."""

    def __init__(self, bits: int):
        self._slices = [0] * bits

    def add(self, entries: int, points: int) -> None:
        """Add the points to each of these entries. The sum must fit."""
        carried = 0
        for number, slice_ in enumerate(self._slices):
            added = entries if points >> number & 1 else 0
            if added or carried:
                self._slices[number] = slice_ ^ added ^ carried
                carried = slice_ & added | carried & (slice_ ^ added)

    def highest(self, among: int, most: int) -> int:
        """Of the entries in `among`, so many with the highest numbers; of equal ones those of the lowest bits."""
        chosen, undecided = 0, among
        for slice_ in reversed(self._slices):
            higher = undecided & slice_
            if (chosen | higher).bit_count() <= most:
                chosen |= higher
                undecided ^= higher
            else:
                undecided = higher
        return chosen | _lowest_bits(undecided, most - chosen.bit_count())


def _lowest_bits(entries: int, most: int) -> int:
    """So many of the entries, looked for by halving how far they reach."""
    reach, too_far = 0, entries.bit_length() + 1
    while too_far - reach > 1:
        middle = (reach + too_far) // 2
        if _up_to(entries, middle).bit_count() > most:
            too_far = middle
        else:
            reach = middle
    return _up_to(entries, reach)


def _up_to(entries: int, reach: int) -> int:
    return entries & ((1 << reach) - 1)

from kb.text.ranges import Ranges


def test_ranges_are_found_by_place() -> None:
    ranges = Ranges([(10, 12), (0, 3)])
    ranges.add(5, 8)
    assert [ranges.before(place) for place in (0, 1, 5, 6, 100)] == [-1, 0, 0, 1, 2]
    overlapping = [(2, 4), (0, 1), (7, 9), (4, 6), (11, 20), (0, 99)]
    assert all(ranges.overlaps(start, end) for start, end in overlapping)
    assert not any(ranges.overlaps(start, end) for start, end in ((3, 5), (8, 10), (12, 13), (3, 4)))
    assert not Ranges().overlaps(0, 5)

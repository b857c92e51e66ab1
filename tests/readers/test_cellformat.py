from datetime import datetime, time, timedelta

import pytest

from ingest.readers.cellformat import cell_text

DAY = datetime(2024, 2, 19, 14, 5)


@pytest.mark.parametrize(
    ("value", "code", "language", "expected"),
    [
        (471900000000, "General", "uk", "471900000000"),
        (0.1 + 0.2, "General", "ja", "0.3"),
        (2.5, "General", "uk", "2,5"),
        (1234567.5, "#,##0.00", "uk", "1 234 567,50"),
        (1234567.5, "#,##0.00", "ja", "1,234,567.50"),
        (1234567, "#\\ ##0", "uk", "1 234 567"),
        (0.256, "0.0%", "uk", "25,6%"),
        (-5, "#,##0;[Red]▲#,##0", "ja", "▲5"),
        (0, '0;-0;"—"', "en", "—"),
        (12, '0" млн грн"', "uk", "12 млн грн"),
        (12, '"2024" 0', "uk", "2024 12"),
        (1500, "[$¥-411]#,##0", "ja", "¥1,500"),
        (1234.5, "_-* #,##0.00\\ _₴_-", "uk", "1 234,50"),
        (7000000, '#,##0,,"百万円"', "ja", "7百万円"),
        (2011, "0", "en", "2011"),
        (5, "@", "uk", "5"),
        (3.5, "# ?/?", "en", "3.5"),
        (True, "General", "en", "TRUE"),
        (DAY, "dd.mm.yyyy", "uk", "19.02.2024"),
        (DAY, "mm-dd-yy", "uk", "2024-02-19"),
        (DAY, '[$-411]ggge"年"m"月"d"日"', "ja", "令和6年2月19日"),
        (DAY, 'yyyy"年"m"月"d"日"(aaa)', "ja", "2024年2月19日(月)"),
        (DAY, '[$-422]d mmmm yyyy" р."', "en", "19 лютого 2024 р."),
        (DAY, "dd/mm/yyyy hh:mm", "uk", "19/02/2024 14:05"),
        (DAY, "h:mm AM/PM", "en", "2:05 PM"),
        (DAY, "d-mmm-yy", "en", "19-Feb-24"),
        (time(9, 30), "h:mm", "en", "09:30"),
        (timedelta(hours=30), "[h]:mm", "en", "1 day, 6:00:00"),
        (None, "General", "en", ""),
    ],
)
def test_values_as_the_program_shows_them(value: object, code: str, language: str, expected: str) -> None:
    assert cell_text(value, code, language) == expected

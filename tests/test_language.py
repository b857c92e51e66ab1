import pytest

from kb.text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("JICA phase 4 amount", "en"),
        ("кошти JICA постанова", "uk"),
        ("фаза JICA", "uk"),
        ("フェーズ４", "ja"),
        ("復興庁", "ja"),
        ("JICAの復興支援", "ja"),
        ("Фукусіма житло", "uk"),
        ("Kyiv JICA", "en"),
        ("водопостачання", "uk"),
        ("Як у Японії відновлювали водопостачання?", "uk"),
        ("Как в Японии восстанавливали жильё?", "ru"),
        ("что делать", "ru"),
        ("2011", "en"),
        ("", "en"),
        ("Japan's Reconstruction Agency publishes the lessons it has learned since the earthquake.", "en"),
        ("Het Koninkrijk der Nederlanden en de Republiek Indonesië zijn het volgende overeengekomen.", "nl"),
        ("Les deux gouvernements ont signé l'accord sur la reconstruction des écoles et des hôpitaux.", "fr"),
        ("Жыхары вёскі атрымалі ваду, і ўсе былі радыя гэтаму вечару.", "be"),
        ("한국어 문서입니다", "ko"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_few_foreign_names_do_not_change_the_language() -> None:
    assert detect("The Ministry (Міністерство) met the agency 復興庁 and discussed how pumps are delivered.") == "en"
    assert detect("Міністерство зустрілося з Reconstruction Agency та JICA щодо насосів для громад.") == "uk"

"""What the built pages say around a text, in its language."""

from datetime import date

LABELS: dict[str, dict[str, str]] = {
    "uk": {
        "sources": "Джерела",
        "licence": "Текст: упорядники recovery-kb, ліцензія {license}. Права на першоджерела належать їхнім видавцям.",
        "author": "Упорядники recovery-kb",
        "site": "Бібліотека відновлення",
        "press-releases": "Пресрелізи",
        "agreements": "Угоди",
        "reconstruction-agency": "Японський досвід",
        "home": "Головна",
        "about": "Про бібліотеку",
        "search": "Пошук",
        "contacts": "Контакти",
        "share": "Поділитися",
        "copy": "Копіювати посилання",
        "print": "Друк",
        "related": "Читайте також",
        "cookies": "Цей сайт використовує файли cookie, щоб запам’ятати вибрану мову. Погодитися",
        "footer": "© Бібліотека відновлення. Умови використання. Доступність. Карта сайту",
    },
    "en": {
        "sources": "Sources",
        "licence": "Text: recovery-kb contributors, {license}. Rights in the sources stay with their publishers.",
        "author": "recovery-kb contributors",
        "site": "Recovery Library",
        "press-releases": "Press releases",
        "agreements": "Agreements",
        "reconstruction-agency": "Japan’s experience",
        "home": "Home",
        "about": "About the library",
        "search": "Search",
        "contacts": "Contacts",
        "share": "Share",
        "copy": "Copy link",
        "print": "Print",
        "related": "Read also",
        "cookies": "This site uses cookies to remember the language you chose. Accept",
        "footer": "© Recovery Library. Terms of use. Accessibility. Site map",
    },
    "ja": {
        "sources": "出典",
        "licence": "本文：recovery-kb 編者、{license}。出典の権利はそれぞれの発行者に帰属します。",
        "author": "recovery-kb 編者",
        "site": "復興ライブラリー",
        "press-releases": "報道発表",
        "agreements": "協定",
        "reconstruction-agency": "日本の経験",
        "home": "ホーム",
        "about": "このサイトについて",
        "search": "検索",
        "contacts": "お問い合わせ",
        "share": "共有",
        "copy": "リンクをコピー",
        "print": "印刷",
        "related": "関連記事",
        "cookies": "当サイトは表示言語を記憶するためクッキーを使用します。同意する",
        "footer": "© 復興ライブラリー　利用規約　アクセシビリティ　サイトマップ",
    },
}
_UK_MONTHS = [
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
]  # fmt: skip
_EN_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def long_date(day: date, language: str) -> str:
    """A date written out, like '8 April 2025', '8 квітня 2025 року', '2025年4月8日'."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    if language == "uk":
        return f"{day.day} {_UK_MONTHS[day.month - 1]} {day.year} року"
    return f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}"

import base64
import quopri
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from makepdf import PdfMaker

from ingest.readers import read
from kb.errors import EmptyDocument
from kb.model import BlockKind, Reading

UKRAINIAN = "Японія передала громадам генератори та насоси. "
JAPANESE = "復興庁は、水道の復旧について教訓をまとめました。①㈱東北 "


def message(subject: str = "Допомога Японії", body: str | None = "Надсилаємо перелік.") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Іван <ivan@example.org>"
    mail["To"] = "team@example.org"
    mail["Date"] = "Mon, 19 Feb 2024 23:30:00 +0900"
    mail["Message-ID"] = "<1@example.org>"
    if body is not None:
        mail.set_content(body)
    return mail


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_subject_date_people_and_quoted_replies() -> None:
    body = "Добрий день!\n\nНадсилаємо перелік.\n\n> Чи є новини?\n> Чекаємо.\n>> Так.\n\nЗ повагою,\nІван\n"
    reading = read(message(body=body).as_bytes(), "letter.eml")
    assert [(block.kind, block.level) for block in reading.blocks[:2]] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert texts(reading) == [
        "Допомога Японії",
        "Від: Іван <ivan@example.org> · Кому: team@example.org",
        "Добрий день!",
        "Надсилаємо перелік.",
        "> Чи є новини?",
        "> Чекаємо.",
        ">> Так.",
        "З повагою,",
        "Іван",
    ]
    assert (reading.metadata.title, reading.metadata.date) == ("Допомога Японії", date(2024, 2, 19))


@pytest.mark.parametrize("copies", [1, 60])
@pytest.mark.parametrize(
    ("charset", "encoding", "words"),
    [
        ("utf-8", "utf-8", UKRAINIAN),
        ("windows-1251", "cp1251", UKRAINIAN),
        ("koi8-u", "koi8_u", UKRAINIAN),
        ("us-ascii", "cp1251", UKRAINIAN),  # a program that does not say the truth
        ("iso-8859-1", "cp1251", UKRAINIAN),
        ("shift_jis", "cp932", JAPANESE),
        ("cp932", "cp932", JAPANESE),
        ("euc-jp", "euc_jis_2004", JAPANESE.replace("㈱", "")),
        ("iso-2022-jp", "iso2022_jp", JAPANESE.replace("①㈱", "")),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_charsets(charset: str, encoding: str, words: str, transfer: str, copies: int) -> None:
    raw = (words.strip() * copies).encode(encoding)
    coded = {"8bit": raw, "base64": base64.encodebytes(raw), "quoted-printable": quopri.encodestring(raw)}[transfer]
    head = (
        "Message-ID: <1@x>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    assert texts(read(head.encode() + coded, "a.eml"))[-1] == words.strip() * copies


def test_signs_that_only_mail_programs_write_in_iso_2022_jp() -> None:
    body = b"\x1b$B-!-jElKL\x1b(B news"  # ① and ㈱ of NEC's row 13, then 東北
    head = b"Message-ID: <1@x>\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert texts(read(head + body, "a.eml"))[-1] == "①㈱東北 news"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"=?utf-8?B?0JTQvtC/0L7QvNC+0LPQsCA=?=\n =?utf-8?B?0K/Qv9C+0L3RltGX?=", "Допомога Японії"),
        # cut inside a character, as many programs do
        (b"=?utf-8?B?0JTQvtC/0L7QvNC+0LPQ?=\n =?utf-8?B?sCDQr9C/0L7QvdGW0Zc=?=", "Допомога Японії"),
        (b"=?iso-2022-jp?B?GyRCSXw2PUQjGyhC?=", "復興庁"),
        ("Допомога Японії".encode("cp1251"), "Допомога Японії"),
        ("Допомога Японії".encode(), "Допомога Японії"),
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
    ],
)
def test_headers_in_any_encoding(raw: bytes, expected: str) -> None:
    data = b"Message-ID: <1@x>\nFrom: a@example.org\nSubject: " + raw + b"\n\nWords.\n"
    assert read(data, "a.eml").metadata.title == expected


def test_html_is_preferred_and_nothing_of_it_is_taken_for_a_site() -> None:
    mail = message()
    mail.add_alternative(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Надсилаємо <b>перелік</b>.</p>"
        "<ul><li>Насос</li></ul><table><tr><th>Рік</th><th>Сума</th></tr><tr><td>2024</td><td>10</td></tr></table>"
        "<blockquote><p>Попередній лист.</p></blockquote><img src='http://example.org/pixel.png'></body></html>",
        subtype="html",
    )
    assert texts(read(mail.as_bytes(), "a.eml"))[2:] == [
        "Надсилаємо перелік.",
        "• Насос",
        "Рік: 2024 · Сума: 10",
        "Попередній лист.",
    ]


def test_attachments_are_read_by_their_own_readers() -> None:
    mail = message()
    mail.add_attachment(
        "Область;Сума\nКиївська;10\nОдеська;20\n".encode("cp1251"), "text", "csv", filename="перелік.csv"
    )
    mail.add_attachment(b"# Report\n\nWords.\n\n## Water\n", "application", "octet-stream", filename="../../r.md")
    mail.add_attachment(bytes(range(256)) * 40, "application", "octet-stream", filename="x.bin")
    reading = read(mail.as_bytes(policy=SMTP), "a.eml")
    assert [(block.level, block.text) for block in reading.blocks[3:]] == [
        (2, "Вкладення: перелік.csv"),
        (0, "Область: Київська · Сума: 10"),
        (0, "Область: Одеська · Сума: 20"),
        (2, "Вкладення: r.md"),
        (3, "Report"),
        (0, "Words."),
        (4, "Water"),
    ]
    assert reading.warnings[0] == "перелік.csv: read as cp1251"
    assert "an attachment was not read: x.bin: binary content" in reading.warnings[1]


def test_an_attached_pdf_keeps_its_pages_though_the_message_has_none() -> None:
    pdf = PdfMaker()
    for words in ("The first page of the plan. ", "The second page of the plan. "):
        pdf.page().paragraph(72, 700, words * 6, 400)
    mail = message("Minutes", "Please find the plan attached.")
    mail.add_attachment(pdf.save(), "application", "pdf", filename="plan.pdf")
    mail.add_attachment("Notes.", filename="n.txt")
    reading = read(mail.as_bytes(), "a.eml")
    assert reading.pages == ()
    assert [(block.text[:16], block.page, block.page_end) for block in reading.blocks[-5:]] == [
        ("Attachment: plan", None, None),
        ("The first page o", 1, 1),
        ("The second page ", 2, 2),
        ("Attachment: n.tx", None, None),
        ("Notes.", None, None),
    ]


@pytest.mark.parametrize(
    ("subject", "body", "label"),
    [
        ("水道の復旧", "資料をお送りします。", "添付ファイル：n.txt"),
        ("Water supply", "Please find the notes attached.", "Attachment: n.txt"),
    ],
)
def test_labels_are_in_the_language_of_the_message(subject: str, body: str, label: str) -> None:
    mail = message(subject, body)
    mail.add_attachment("Notes.", filename="n.txt")
    assert label in texts(read(mail.as_bytes(), "a.eml"))


def test_messages_in_messages_to_a_limited_depth() -> None:
    mail = message("Лист 0", "Текст 0.")
    for number in range(1, 9):
        outer = message(f"Лист {number}", f"Текст {number}.")
        outer.add_attachment(mail)
        mail = outer
    reading = read(mail.as_bytes(), "a.eml")
    assert "Текст 8." in texts(reading) and "Текст 3." in texts(reading) and "Текст 2." not in texts(reading)
    assert "to a depth of 5" in reading.warnings[0]


def test_the_number_of_attachments_is_limited() -> None:
    mail = message()
    for number in range(105):
        mail.add_attachment(f"Нотатка номер {number}.", filename=f"{number}.txt")
    reading = read(mail.as_bytes(), "a.eml")
    assert "Нотатка номер 99." in texts(reading) and "Нотатка номер 100." not in texts(reading)
    assert reading.warnings == ("only the first 100 attachments were read; add the others as files",)


def test_an_attachment_alone_and_nothing_at_all() -> None:
    mail = message(body=None)
    mail.add_attachment("Текст нотатки.", filename="n.txt")
    assert texts(read(mail.as_bytes(), "a.eml"))[-1] == "Текст нотатки."
    with pytest.raises(EmptyDocument, match="no words"):
        read(b"Message-ID: <1@x>\nSubject: x\nFrom: a@example.org\n\n\n", "a.eml")


def test_a_saved_web_archive_is_read_as_a_page() -> None:
    page = "<html><body><nav>Menu</nav><main><h1>Water</h1><p>" + "The pumps have arrived. " * 12 + "</p></main></body>"
    archive = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/n1\nSubject: Water\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        f"{page}\n--b--\n"
    )
    reading = read(archive.encode(), "page.mht")
    assert (reading.format, reading.metadata.url) == ("html", "https://example.org/n1")
    assert texts(reading)[0] == "Water"

"""The pages in a real browser."""

from __future__ import annotations

import pytest
from intake import Intake
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from shelf import JA_TITLE, UK_TITLE, document_id

QUESTION = "Як у Японії відновлювали водопостачання після цунамі?"
PDF, AGREEMENT = document_id("water-and-homes-ja.pdf"), document_id("investment-agreement-uk.docx")


def test_search_and_open_a_passage_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/documents")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    page.goto("/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    expect(page.locator("#announce")).to_contain_text("уривк")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hit-1 .hit-link")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#hit-2 .hit-link")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**passage=**")
    assert page.locator("#passage").count() == 1


def test_the_page_image_opens_where_the_passage_stands(page: Page) -> None:
    page.goto(f"/?q={QUESTION}")
    page.get_by_role("link", name=JA_TITLE).first.click()
    image = page.locator("#page-3 img")
    expect(image).to_be_in_viewport()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    assert "passage=" in (image.get_attribute("src") or "")
    expect(page.locator("#passage")).to_be_in_viewport()
    expect(page.locator("#page-1 img")).not_to_be_in_viewport()
    expect(page.locator(".cited blockquote")).to_contain_text("津波で浄水場")


def test_marked_text_opens_at_the_passage(page: Page) -> None:
    page.goto(f"/documents/{AGREEMENT}?passage={AGREEMENT}:0#passage")
    expect(page.locator("mark#passage")).to_be_in_viewport()
    expect(page.locator("mark#passage")).to_contain_text("Спори між інвестором")
    assert page.locator("thead th").all_inner_texts() == ["Етап", "Строк"]
    page.get_by_role("link", name="Наступний уривок").click()
    expect(page.locator("mark#passage")).to_have_text("консультації")


def test_a_language_is_remembered(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.goto("/documents")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("h1")).to_have_text("資料一覧")


def test_filters_act_in_place_and_history_is_kept(page: Page) -> None:
    page.goto(f"/?q={QUESTION}")
    page.evaluate("window.kept = true")
    page.get_by_role("checkbox", name="англійська").check()
    page.wait_for_url("**language=en**")
    languages = page.locator(".hit blockquote").evaluate_all("all => [...new Set(all.map(b => b.lang))]")
    assert languages == ["en"]
    expect(page.get_by_role("checkbox", name="англійська")).to_be_focused()
    page.get_by_role("checkbox", name="Угоди").check()
    expect(page.locator(".none h2")).to_have_text("Нічого не знайдено")
    page.go_back()
    expect(page.locator(".hit").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("checkbox", name="англійська")).not_to_be_checked()
    assert page.evaluate("window.kept") is True


def test_citation_is_copied(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/?q=спори між інвестором і державою")
    page.locator("#hit-1 .copy").click()
    expect(page.locator("#hit-1 .copy")).to_have_text("Скопійовано")
    assert UK_TITLE in page.evaluate("navigator.clipboard.readText()")


def test_a_long_passage_shows_whole_on_demand(page: Page) -> None:
    page.goto("/?q=вичерпав місцеві засоби захисту")
    hit = page.locator(".hit", has=page.locator(".whole")).first
    expect(hit.locator(".cut").first).to_be_visible()
    hit.locator(".whole input").check()
    expect(hit.locator(".cut").first).to_be_hidden()
    expect(hit.locator("blockquote")).to_contain_text("1. Спори між інвестором")


def test_upload_is_watched_to_its_end(page: Page, intake: Intake) -> None:
    intake.failed = ["broken.pdf"]
    page.goto("/documents")
    page.locator("#intake summary").click()
    files: list[FilePayload] = [
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"},
        {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"words"},
    ]
    page.locator("[type=file]").set_input_files(files)
    page.locator("[name=collection]").first.fill("press-releases")
    page.get_by_role("button", name="Надіслати").click()
    job = page.locator(".job").first
    expect(job).to_contain_text("Готово")
    expect(job).to_contain_text("broken.pdf no words")


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("language", ["uk", "en", "ja"])
def test_nothing_scrolls_sideways(page: Page, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    passage = f"/documents/{AGREEMENT}?passage={AGREEMENT}:0"
    for path in ("/", f"/?q={QUESTION}", "/documents", passage, f"/documents/{PDF}", f"/documents/{PDF}/delete"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_plain_search_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill("mobile pumps for towns")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="Ukrainian").check()
    page.get_by_role("button", name="Apply").click()
    assert "language=uk" in page.url
    page.locator("#hit-1 .hit-link").click()
    assert page.locator("mark#passage").count() == 1
    page.goto("/documents")
    page.locator("#intake summary").click()
    page.locator("[type=file]").set_input_files({"name": "plain.txt", "mimeType": "text/plain", "buffer": b"words"})
    page.locator("#upload [name=collection]").fill("notes")
    page.get_by_role("button", name="Upload").click()
    assert page.locator(".job").first.inner_text().count("1 file") == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_both_schemes(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"/?q={QUESTION}")
    for selector in ("body", ".facts", ".tally", ".source", "mark", ".count", ".hit-link", ".hint"):
        ratio = page.evaluate(CONTRAST, selector)
        assert ratio >= 4.5, f"{selector} has a contrast of {ratio:.2f}"


CONTRAST = """selector => {
  const channels = (css) => css.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let element = document.querySelector(selector);
  const ink = light(channels(getComputedStyle(element).color));
  let ground = [0, 0, 0, 0];
  for (; element && (ground[3] === 0); element = element.parentElement) {
    const found = channels(getComputedStyle(element).backgroundColor);
    ground = found.length === 4 ? found : [...found, 1];
  }
  const paper = light(ground);
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}"""

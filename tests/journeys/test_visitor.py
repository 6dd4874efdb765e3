"""Somebody without an account finds what was agreed: with and without JavaScript, on a phone, by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("sample")


def references(page):
    page.wait_for_load_state()
    return page.locator("#found .rows .ref").all_inner_texts()


def facet(page, name):
    return page.get_by_role("group", name=name)


def test_from_home_to_an_agreement_and_its_citation(new_context):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Agreements").click()
    everything = references(page)
    page.evaluate("window.stillHere = true")

    # Filters change the list and the address in place; the way back undoes them one by one.
    facet(page, "Body").get_by_label("Migrant Children").check()
    expect(page).to_have_url(re.compile(r"/en/agreements/\?body=migrant-children$"))
    of_the_body = references(page)
    assert of_the_body == [one for one in of_the_body if one.startswith("NNA/")]
    facet(page, "Delegation").get_by_label("Honduras").check()
    expect(page).to_have_url(re.compile(r"\?body=migrant-children&delegation=HN$"))
    expect(page.get_by_role("list", name="Filters that are on").get_by_role("link")).to_have_count(2)
    of_both = references(page)
    assert set(of_both) < set(of_the_body)
    assert page.evaluate("window.stillHere")

    page.go_back()
    expect(page).to_have_url(re.compile(r"/en/agreements/\?body=migrant-children$"))
    expect(page.locator("#found .rows .ref")).to_have_text(of_the_body)
    expect(facet(page, "Delegation").get_by_label("Honduras")).not_to_be_checked()
    page.go_back()
    expect(page.locator("#found .rows .ref")).to_have_text(everything)
    expect(facet(page, "Body").get_by_label("Migrant Children")).not_to_be_checked()

    # The other language keeps the page with its filters.
    page.goto("/en/agreements/?body=migrant-children&delegation=HN")
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(re.compile(r"/es/agreements/\?body=migrant-children&delegation=HN$"))
    expect(page.locator("#found .rows .ref")).to_have_text(of_both)
    page.get_by_role("link", name="English").click()

    page.locator("#found .rows .ref").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(of_both[0])
    citation = page.locator("#cite-en").inner_text()
    assert citation.startswith("Point ")
    assert citation.endswith(f"({of_both[0]})")
    page.get_by_role("button", name="Copy the citation in English").click()
    expect(page.locator("[data-copy=cite-en]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == citation


def test_the_register_answers_the_same_without_javascript(new_context, page):
    page.goto("/en/agreements/")
    facet(page, "Status").get_by_label("Fulfilled").check()
    expect(page).to_have_url(re.compile("status=fulfilled"))
    with_javascript = references(page)

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto("/en/agreements/")
    facet(plain, "Status").get_by_label("Fulfilled").check()
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(re.compile("status=fulfilled"))
    assert references(plain) == with_javascript
    plain.get_by_role("link", name=re.compile("^Remove the filter")).click()
    expect(facet(plain, "Status").get_by_label("Fulfilled")).not_to_be_checked()
    plain.locator("#found .rows .ref").first.click()
    expect(plain.get_by_role("heading", name="To cite it")).to_be_visible()
    expect(plain.get_by_role("button", name=re.compile("^Copy"))).to_have_count(0)
    plain.get_by_role("link", name="Español").click()
    expect(plain).to_have_url(re.compile("/es/agreements/"))


def test_on_a_phone_the_list_comes_first_and_the_keyboard_reaches_everything(new_context, page):
    phone = new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto("/en/agreements/")
    filters = phone.locator("details.filter-box")
    expect(filters).to_have_js_property("open", False)
    filters.locator("summary").first.click()
    facet(phone, "Status").get_by_label("Date passed").check()
    expect(phone.locator("#number-on")).to_have_text("1 on")
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    # From here on nothing but keys.
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="All meetings")).to_be_focused()

    page.goto("/en/agreements/")
    tab_to(page, page.get_by_label("Words"))
    page.keyboard.type("directory")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words=directory"))
    box = facet(page, "Status").get_by_role("checkbox").first
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(page.locator("#number-on")).to_have_text("2 on")
    expect(facet(page, "Status").get_by_role("checkbox").first).to_be_focused()
    tab_to(page, page.locator("#found .rows .ref").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="What was agreed")).to_be_visible()


def tab_to(page, target, most=120):
    """Press the tabulator until `target` has the focus, and see that the focus shows."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
            return
    pytest.fail("The keyboard does not reach it.")


def test_whatever_the_browser_complains_of_is_heard(page, complaints):
    page.goto("/en/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with page.expect_console_message(lambda message: message.text == "Something is wrong."):
        page.evaluate("console.error('Something is wrong.')")

    refused, said = complaints
    assert "style-src 'self'" in refused
    assert said == "Something is wrong."
    complaints.clear()

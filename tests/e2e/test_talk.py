"""Talk in a browser: by keyboard, over a lost connection, and without script."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import SignedIn
from tests.e2e.guard import Guard

TASK = "/projects/SHORE/tasks/14/"


def talk_of(page: Page, address: str = TASK) -> None:
    """Open a page and scroll to its conversation, which comes when it is looked at."""
    page.goto(address)
    look_at_talk(page)
    expect(page.locator("#talk textarea").first).to_be_visible()


def lose_what_is_said(route: Route) -> None:
    """Fail as a connection does that breaks when something is sent."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def look_at_talk(page: Page) -> None:
    """Scroll there; what stands there is replaced the moment it is seen."""
    page.evaluate("document.getElementById('talk').scrollIntoView()")


def test_names_somebody_by_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    talk_of(page)
    box = page.locator("#new-body")

    box.focus()
    page.keyboard.type("Is the drawing there, @yous")
    expect(page.locator(".talk-box [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box).to_have_value("Is the drawing there, @Youssef Amrani ")
    page.keyboard.type("?")
    page.keyboard.press("Control+Enter")

    said = page.locator(".comment", has_text="Is the drawing there").first
    expect(said.locator(".mention")).to_have_text("@Youssef Amrani")
    expect(page.locator(".toast")).to_contain_text("Posted.")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_changes_a_comment_in_its_place_and_takes_it_back(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    talk_of(page)
    page.locator("#new-body").fill("A first draft of words")
    page.keyboard.press("Control+Enter")
    said = page.locator(".comment", has_text="A first draft of words")
    expect(said).to_be_visible()

    said.hover()
    said.locator(".said summary").click()
    said.get_by_role("link", name="Edit").click()
    area = page.locator(".comment textarea:focus")
    expect(area).to_have_value("A first draft of words")
    area.fill("Better words")
    page.keyboard.press("Control+Enter")
    said = page.locator(".comment", has_text="Better words")
    expect(said).to_be_visible()
    expect(said).to_be_focused()

    said.hover()
    said.locator(".said summary").click()
    said.get_by_role("button", name="Delete").click()
    expect(said).to_have_count(0)
    page.locator(".toast", has_text="Comment deleted").get_by_role(
        "button"
    ).first.click()
    page.wait_for_load_state()
    look_at_talk(page)
    expect(page.locator(".comment", has_text="Better words")).to_be_visible()


def test_nods_and_takes_the_nod_back(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    talk_of(page)
    first = page.locator("#talk .comment").first

    first.get_by_label("React", exact=True).first.click()
    first.get_by_role("button", name="Looking into it").first.click()
    mine = first.locator("button[aria-pressed=true]", has_text="1").first
    expect(mine).to_be_visible()
    mine.click()

    expect(first.locator("button[aria-pressed=true][value=looking]")).to_have_count(0)


def test_keeps_the_words_when_the_connection_fails(
    signed_in: SignedIn, guard: Guard
) -> None:
    page = signed_in("manager")
    # Before the page asks for anything: what is laid later may not be in the way yet.
    page.route("**/talk/**", lose_what_is_said)
    talk_of(page)
    reply = page.locator("details.reply").first
    reply.locator("summary").click()
    area = reply.locator("textarea")
    expect(area).to_be_focused()
    page.keyboard.type("Said in a tunnel")

    page.keyboard.press("Control+Enter")
    expect(reply.locator("[data-kept]")).to_be_visible()
    expect(area).to_have_value("Said in a tunnel")
    page.unroute("**/talk/**", lose_what_is_said)
    guard.forgive("htmx:")
    talk_of(page)

    kept = page.locator("details.reply[open] textarea")
    expect(kept).to_have_value("Said in a tunnel")
    page.locator("details.reply[open]").get_by_role("button", name="Reply").click()
    expect(page.locator(".replies", has_text="Said in a tunnel")).to_be_visible()
    expect(page.locator("details.reply[open]")).to_have_count(0)


def test_works_without_script(signed_in: SignedIn) -> None:
    page = signed_in("manager", java_script_enabled=False)
    page.goto(TASK)

    page.get_by_role("link", name="Read what was said and done").click()
    page.get_by_label("Say something").fill("Typed by hand, @Aila Niemi")
    page.get_by_role("button", name="Comment").click()

    said = page.locator(".comment", has_text="Typed by hand")
    expect(said.locator(".mention")).to_have_text("@Aila Niemi")

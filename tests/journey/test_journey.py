"""One candidate end to end in a real browser: a clip goes in, its record comes out."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from data_samples.figure import render
from data_samples.rendered import FPS, SAMPLES, sample_interview

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
KEY = "en_lively"


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The first answer of a sample interview, rendered, and its transcript under the same name."""
    folder = tmp_path_factory.mktemp("clip")
    sample = sample_interview(KEY, media_folder=folder)
    answer = sample.interview.answers[0]
    media, words = folder / "Li Wen.webm", folder / "Li Wen.json"
    speech = SAMPLES / KEY / "answer_1.ogg"
    render(sample.scripts[answer.id], speech, media, fps=FPS, look=sample.look)
    words.write_bytes((SAMPLES / KEY / "answer_1.json").read_bytes())
    return media, words


def watched(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """A page, and everything on it that asked for something outside or opened a dialog."""
    page = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 1000}).new_page()
    # a busy machine is slow, not wrong
    page.set_default_timeout(60_000)
    strange: list[str] = []
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else strange.append(r.url))
    page.on("dialog", lambda d: (strange.append(f"dialog {d.message}"), d.dismiss())[-1])
    return page, strange


def status(url: str, cookie: str = "", span: str = "") -> int:
    request = urllib.request.Request(url)
    if cookie:
        request.add_header("Cookie", f"candor_session={cookie}")
    if span:
        request.add_header("Range", span)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def session_of(page: Page, address: str, actor: str) -> str:
    page.goto(f"{address}/auth/demo?actor={actor}&next=/")
    return next(c["value"] for c in page.context.cookies() if c["name"] == "candor_session")


def test_a_clip_is_uploaded_and_its_record_seen(
    browser: Browser,
    serve: Callable[[Path], str],
    clip: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    address = serve(home)
    page, strange = watched(browser, address)

    page.goto(f"{address}/score")
    page.locator("input[type=file]").set_input_files([str(path) for path in clip])
    expect(page.get_by_text("Li Wen.webm")).to_be_visible(timeout=30_000)
    choose(page, "Role", "Sales manager")
    question = sample_interview(KEY).interview.answers[0].question
    assert question is not None
    choose(page, "Question answered", "Tell me about a time you found out")
    page.get_by_text("The candidate agreed to this recording").click()
    page.get_by_text("The candidate also agreed, separately").click()
    page.get_by_role("button", name="Score", exact=True).click()
    # the page says how it ended in any case; what went wrong is then in the message
    ended = page.get_by_role("button", name="Score more")
    expect(ended).to_be_visible(timeout=180_000)
    said = " ".join(page.locator("[data-testid=stAlert]").all_inner_texts())
    assert "could not be scored" not in said
    page.get_by_role("button", name="Open the record").click()

    expect(page).to_have_url(re.compile(r"/record\?interview=i-[0-9a-f]{16}$"), timeout=20_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Candidate")
    # what was on the sender's disk stays there: no name in the address, none on the page
    assert "Li" not in page.url
    video = page.locator("video")
    expect(video).to_be_visible(timeout=20_000)
    page.wait_for_function(
        "() => document.querySelector('video') || [...document.querySelectorAll('*')]"
        ".some(e => e.shadowRoot?.querySelector('video')?.readyState >= 1)",
        timeout=20_000,
    )
    source = str(video.get_attribute("src"))
    assert re.fullmatch(r"/record/media/[0-9a-f]{64}", source)

    rated(page)
    replay(page)
    language(page, address)
    filters(page, address)

    # the recording is only for those who may see it, asked on every request
    url = address + source
    assert status(url) == 401
    assert status(url, "nobody.0000") == 401
    hr = session_of(page, address, "demo_hr_leader")
    assert status(url, hr, "bytes=0-99") == 206
    assert status(url, hr) == 200
    manager = session_of(page, address, "demo_hiring_manager")
    assert status(url, manager) == 403
    assert status(url, session_of(page, address, "demo_data_scientist")) == 403
    assert strange == []
    # nothing readable is left behind by the upload
    assert not [p for p in (home / "uploads").rglob("*") if p.is_file()]
    assert not [p for p in home.rglob("*") if "Li" in p.name]


def choose(page: Page, label: str, option: str) -> None:
    wanted = page.get_by_role("option", name=re.compile(re.escape(option))).first
    for _ in range(8):
        # a choice before may still redraw this one, which closes its list
        page.get_by_role("combobox", name=label, exact=True).click()
        try:
            wanted.click(timeout=4_000)
            break
        except PlaywrightTimeout:
            page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=20_000
    )


def rated(page: Page) -> None:
    """One interview in ten is rated blind first, drawn by its id: then a rating opens it."""
    covered = page.get_by_text("The timeline opens after you have rated")
    if not covered.count():
        return
    for box in page.get_by_role("spinbutton").all():
        box.fill("6")
    page.get_by_role("button", name="Save rating").click()
    expect(covered).to_have_count(0, timeout=20_000)


def replay(page: Page) -> None:
    """Choosing a moment, or underlined words, moves the recording there."""
    moment = page.locator("button[aria-label^='Play from']").first
    expect(moment).to_be_visible(timeout=20_000)
    seconds = clock_seconds(str(moment.get_attribute("aria-label")))
    moment.click()
    page.wait_for_timeout(600)
    at = float(page.locator("video").evaluate("v => v.currentTime"))
    assert seconds <= at + 0.5
    assert at <= seconds + 6
    mark = page.locator(".mark[role=button]").first
    expect(mark).to_be_visible()
    page.locator("video").evaluate("v => { v.pause(); v.currentTime = 0 }")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert float(page.locator("video").evaluate("v => v.currentTime")) > 0


def clock_seconds(label: str) -> int:
    minutes, seconds = label.rsplit(" ", 1)[-1].split(":")
    return 60 * int(minutes) + int(seconds)


def language(page: Page, address: str) -> None:
    """The switch holds at once and for the next visit."""
    page.get_by_role("radio", name="中文").or_(page.get_by_text("中文", exact=True)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("候选人", timeout=20_000)
    expect(page.locator("html")).to_have_attribute("lang", "zh", timeout=10_000)
    page.goto(f"{address}/candidates")
    expect(page.get_by_role("heading", level=1)).to_have_text("候选人", timeout=20_000)
    page.get_by_text("English", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidates", timeout=20_000)


def filters(page: Page, address: str) -> None:
    """Choices stand in the address; typed words do not."""
    page.goto(f"{address}/candidates")
    choose(page, "Role", "Sales manager")
    expect(page).to_have_url(re.compile(r"role=sales_manager"), timeout=10_000)
    page.get_by_role("searchbox", name="Search by id").or_(
        page.get_by_label("Search by id", exact=True)
    ).first.fill("Wang")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody fits these filters")).to_be_visible(timeout=20_000)
    assert "Wang" not in page.url


def test_hostile_names_and_answers_do_nothing(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    from ui_store import EVIL, OPEN, ui_store

    home = tmp_path / "home"
    ui_store(home).close()
    address = serve(home)
    page, strange = watched(browser, address)
    for path in (f"record?interview={EVIL}", "candidates", f"compare?interviews={OPEN},{EVIL}"):
        page.goto(f"{address}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
        expect(page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=30_000
        )
        page.wait_for_timeout(500)
        assert page.locator("img[src*='evil'], img[src='x']").count() == 0
        assert "Traceback" not in page.inner_text("body")
    page.goto(f"{address}/record?interview={EVIL}")
    page.get_by_text("Download card").click(timeout=20_000)
    with page.expect_download(timeout=30_000) as waiting:
        page.get_by_role("button", name="Card as a page (HTML)").click()
    saved = tmp_path / "card.html"
    waiting.value.save_as(saved)
    alone = browser.new_context(offline=True).new_page()
    asked: list[str] = []
    alone.on("request", lambda r: asked.append(r.url))
    alone.goto(saved.as_uri())
    assert asked == [saved.as_uri()]
    assert "alert(1)" in alone.inner_text("body")
    assert alone.locator("script, img").count() == 0
    assert strange == []
    with page.expect_download(timeout=30_000) as waiting:
        page.get_by_role("button", name="Card as data (JSON)").click()
    data = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert data["interview"] == EVIL

//! Keeps a page that the server drew true: at each event it fetches the drawing again and puts in the parts that differ.
//!
//! What may differ is marked in the page. `[data-live]` parts have an id and are put in when what the server drew in them is
//! another; `#panel` only when `<main data-panel>` names another panel. Everything else, forms above all, is left alone.
//! `[data-t]` times are counted on here ([`crate::ui::tick`]); `data-news` is said when it is another sentence.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};

use leptos::{leptos_dom::helpers::set_interval, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, Element, HtmlElement, HtmlInputElement, Response, SupportedType};

use super::{
    live::{self, listen},
    say::{focus, say},
};
use crate::ui::tick::Kind;
use domain::time::Timestamp;

struct Page {
    /// What the server drew in each live part, without its times.
    drawn: RefCell<HashMap<String, String>>,
    /// The server's time less the browser's, in microseconds.
    offset: Cell<i64>,
    /// How far the reader is ahead of UTC, in microseconds.
    zone: i64,
    /// How many drawings are wanted; more than one while one is on its way means: once more.
    wanted: Cell<u32>,
}

/// Starts to count, to listen, and to put in what differs.
pub fn start() {
    let Some(main) = main_of(&document()) else { return };
    let page = Rc::new(Page { drawn: RefCell::default(), offset: Cell::new(0), zone: zone(), wanted: Cell::new(0) });
    page.set_clock(&main);
    for part in all(&document(), "[data-live]") {
        let drawn = without_times(&part);
        page.drawn.borrow_mut().insert(part.id(), drawn);
    }
    page.tick();
    arrive(&main);
    helpers();
    let this = page.clone();
    set_interval(move || this.tick(), Duration::from_secs(1));
    let (session, place) = (attribute(&main, "data-session"), attribute(&main, "data-place"));
    let place = String::from(js_sys::encode_uri_component(&place));
    let url = match attribute(&main, "data-stream") {
        stream if stream.is_empty() => ["/live/desk/", &session, "?place=", &place].concat(),
        stream => stream,
    };
    live::open(url, "page", Box::new(move |_| want(&page)));
}

/// The focus goes where the page begins, and is told.
fn arrive(main: &Element) {
    match attribute(main, "data-panel").as_str() {
        "" | "overview" | "fill-in" => {}
        _ => tell(main, true),
    }
}

/// Says the page's news; a new panel takes the focus as well.
fn tell(main: &Element, new_panel: bool) {
    if new_panel {
        let wanted = attribute(main, "data-focus");
        focus(if document().get_element_by_id(&wanted).is_some() { &wanted } else { "panel-h" });
    }
    say(&attribute(main, "data-news"), main.has_attribute("data-urgent"));
}

fn want(page: &Rc<Page>) {
    page.wanted.set(page.wanted.get() + 1);
    if page.wanted.get() == 1 {
        let page = page.clone();
        spawn_local(async move {
            while page.wanted.get() > 0 {
                page.wanted.set(1);
                if let Some(html) = fetch().await
                    && let Ok(drawing) = DomParser::new().and_then(|parser| parser.parse_from_string(&html, SupportedType::TextHtml))
                {
                    page.take(&drawing);
                }
                page.wanted.set(page.wanted.get() - 1);
            }
        });
    }
}

/// This page's address, drawn anew; `None` when it came back as anything else.
async fn fetch() -> Option<String> {
    // The page asks by itself here, and says so: that is no use of the sign-in.
    let path = [&window().location().pathname().ok()?, "?redraw"].concat();
    let response: Response = JsFuture::from(window().fetch_with_str(&path)).await.ok()?.dyn_into().ok()?;
    if !response.ok() || response.redirected() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

impl Page {
    /// Puts in what differs.
    fn take(&self, drawing: &Document) {
        let (Some(old), Some(new)) = (main_of(&document()), main_of(drawing)) else { return };
        self.set_clock(&new);
        let is_new = |name: &str| attribute(&old, name) != attribute(&new, name);
        let (panel, news) = (is_new("data-panel"), is_new("data-news"));
        if panel && let (Some(old), Some(new)) = (document().get_element_by_id("panel"), drawing.get_element_by_id("panel")) {
            old.set_inner_html(&new.inner_html());
        }
        for part in all(drawing, "[data-live]") {
            let (id, drawn) = (part.id(), without_times(&part));
            let same = self.drawn.borrow_mut().insert(id.clone(), drawn.clone()).is_some_and(|before| before == drawn);
            if !same && let Some(old) = document().get_element_by_id(&id) {
                put_in(&old, &drawn);
            }
        }
        for name in ["data-panel", "data-focus", "data-news", "data-urgent"] {
            let _ = match new.get_attribute(name) {
                Some(value) => old.set_attribute(name, &value),
                None => old.remove_attribute(name),
            };
        }
        self.tick();
        show_copy();
        if panel || news {
            tell(&old, panel);
        }
    }

    fn set_clock(&self, main: &Element) {
        if let Ok(now) = attribute(main, "data-now").parse::<i64>() {
            self.offset.set(now - browser_micros());
        }
    }

    /// Draws every time again.
    fn tick(&self) {
        let now = Timestamp::from_micros(browser_micros() + self.offset.get());
        for element in all(&document(), "[data-t]") {
            let Some((kind, at, until)) = Kind::read(&attribute(&element, "data-t")) else { continue };
            let words = kind.words(at, until, now, self.zone);
            match kind {
                Kind::Ring => drop(element.set_attribute("stroke-dasharray", &words)),
                Kind::Bar => drop(element.set_attribute("width", &words)),
                _ if element.text_content().is_none_or(|shown| shown != words) => element.set_text_content(Some(&words)),
                _ => {}
            }
        }
    }
}

/// Puts new content into a part; the focus stays on what has the same id or the same key.
fn put_in(part: &Element, html: &str) {
    let focused = document().active_element().filter(|element| part.contains(Some(element)));
    let selector = focused.and_then(|element| match (element.id(), element.get_attribute("aria-keyshortcuts")) {
        (id, _) if !id.is_empty() => Some(["#", &id].concat()),
        (_, Some(key)) => Some(["[aria-keyshortcuts=\"", &key, "\"]"].concat()),
        (_, None) => element.get_attribute("href").map(|href| ["[href=\"", &href, "\"]"].concat()),
    });
    part.set_inner_html(html);
    if let Some(element) = selector.and_then(|selector| part.query_selector(&selector).ok().flatten())
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// What is drawn in a part apart from its times, so that a second more is no difference.
fn without_times(part: &Element) -> String {
    let Some(copy) = part.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into::<Element>().ok()) else { return String::new() };
    let times = copy.query_selector_all("[data-t]");
    if let Ok(times) = times {
        for place in 0..times.length() {
            if let Some(time) = times.item(place).and_then(|time| time.dyn_into::<Element>().ok()) {
                if time.has_attribute("width") || time.has_attribute("stroke-dasharray") {
                    let _ = time.set_attribute("width", "0");
                    let _ = time.set_attribute("stroke-dasharray", "0 100");
                } else {
                    time.set_text_content(None);
                }
            }
        }
    }
    copy.inner_html()
}

/// What a page that lives does besides: an entry is repeated where it will be read, and the digits can be copied.
fn helpers() {
    show_copy();
    listen(&document(), "input", |event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            && let Some(echo) = input.get_attribute("data-echo").and_then(|id| document().get_element_by_id(&id))
        {
            echo.set_text_content(Some(&input.value()));
        }
    });
    listen(&document(), "click", |event| {
        let button = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("[data-copy]").ok().flatten());
        if let Some(source) = button.and_then(|button| document().get_element_by_id(&attribute(&button, "data-copy"))) {
            let _ = window().navigator().clipboard().write_text(&source.text_content().unwrap_or_default());
            say("Copied", false);
        }
    });
}

fn show_copy() {
    for button in all(&document(), "[data-copy][hidden]") {
        let _ = button.remove_attribute("hidden");
    }
}

fn main_of(document: &Document) -> Option<Element> {
    document.query_selector("main[data-session], main[data-stream]").ok().flatten()
}

fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

fn all(document: &Document, selector: &str) -> Vec<Element> {
    let Ok(found) = document.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

/// Microseconds as the browser counts them.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit, and whole ones are meant")]
fn browser_micros() -> i64 {
    js_sys::Date::now() as i64 * 1000
}

/// How far the browser's zone is ahead of UTC, in microseconds.
#[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
fn zone() -> i64 {
    -(js_sys::Date::new_0().get_timezone_offset() as i64) * 60_000_000
}

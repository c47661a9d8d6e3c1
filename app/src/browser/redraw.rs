//! Keeps a session's page true: at each event it fetches the drawing again and puts in the parts that differ
//! ([`super::drawing`]). `data-news` is said when it is another sentence.

use std::{cell::Cell, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement, Response};

use super::{
    dom::{self, all_here, attribute, focus, listen, say},
    drawing::{Drawing, Marks},
    live, reveal,
};

struct Page {
    drawing: Drawing,
    /// How many drawings are wanted; more than one while one is on its way means: once more.
    wanted: Cell<u32>,
}

/// Starts to count, to listen, and to put in what differs.
pub fn start() {
    let marks = Marks { root: "main[data-session], main[data-stream]", panel: "#panel", key: "data-panel" };
    let Some(drawing) = Drawing::of_page(marks) else { return };
    let page = Rc::new(Page { drawing, wanted: Cell::new(0) });
    let Some(main) = page.drawing.root() else { return };
    arrive(&main);
    helpers();
    let this = page.clone();
    dom::each_second(move || {
        this.drawing.tick();
        reveal::over(this.drawing.now());
    });
    let this = page.clone();
    reveal::start(move || want(&this));
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
        let there = document().get_element_by_id(&wanted).is_some();
        focus(&["#", if there { wanted.as_str() } else { "panel-h" }].concat());
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
                if let Some(html) = fetch().await {
                    page.take(&html);
                }
                page.wanted.set(page.wanted.get() - 1);
            }
        });
    }
}

/// This page's address, drawn anew; `None` when it came back as anything else.
async fn fetch() -> Option<String> {
    // The page asks by itself here, and says so: that is no use of the sign-in.
    // What of its address says which part of it is shown goes along; where the page says which, what came back from a form does not.
    let said = dom::document()?.query_selector("main[data-query]").ok().flatten();
    let query = match said {
        Some(main) => attribute(&main, "data-query"),
        None => window().location().search().ok()?.trim_start_matches('?').to_owned(),
    };
    let here = window().location().pathname().ok()?;
    let path = [here.as_str(), "?", &query, if query.is_empty() { "redraw" } else { "&redraw" }].concat();
    let response: Response = JsFuture::from(window().fetch_with_str(&path)).await.ok()?.dyn_into().ok()?;
    if !response.ok() || response.redirected() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

impl Page {
    /// Puts in what differs.
    fn take(&self, html: &str) {
        let Some(main) = self.drawing.root() else { return };
        let before = attribute(&main, "data-news");
        let Some(panel) = self.drawing.take(html) else { return };
        show_scripted();
        if panel || attribute(&main, "data-news") != before {
            tell(&main, panel);
        }
    }
}

/// What a page that lives does besides: an entry is repeated where it will be read, and the digits can be copied.
fn helpers() {
    show_scripted();
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

/// Shows the buttons that only a script can answer.
pub fn show_scripted() {
    for button in all_here("[data-copy][hidden], [data-script][hidden]") {
        let _ = button.remove_attribute("hidden");
    }
}

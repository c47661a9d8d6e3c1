//! The event stream of a page: opens it, and keeps opening it. It owns when to try again and what the top bar says; what
//! an event means is its owner's business.
//!
//! The server sends the whole truth right after every connection, so nothing has to be remembered across a gap.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{leptos_dom::helpers::set_timeout, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, EventTarget, MessageEvent, RequestInit, Response};

use super::{
    dom::listen,
    link::{self, Link},
};

/// The longest wait between two tries, in seconds.
const LONGEST: u32 = 30;

struct Stream {
    url: String,
    event: &'static str,
    on_data: Box<dyn Fn(String)>,
    state: ArcRwSignal<Link>,
    source: RefCell<Option<EventSource>>,
    tries: Cell<u32>,
    /// Counts connections and waits; a timer or an event of an earlier one is ignored.
    turn: Cell<u32>,
}

/// Opens the page's one stream and hands the data of each `event` to `on_data`.
pub fn open(url: String, event: &'static str, on_data: Box<dyn Fn(String)>) {
    let stream =
        Rc::new(Stream { url, event, on_data, state: link::state(), source: RefCell::new(None), tries: Cell::new(0), turn: Cell::new(0) });
    connect(&stream);

    let window: EventTarget = window().into();
    let this = stream.clone();
    listen(&window, "online", move |_| connect(&this));
    let this = stream.clone();
    listen(&window, "pagehide", move |_| {
        this.close();
    });
    listen(&window, "pageshow", |event| {
        // A page from the back-forward cache shows an old truth and old form keys.
        if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy()) {
            let _ = leptos::prelude::window().location().reload();
        }
    });
    listen(&document(), "visibilitychange", move |_| {
        if !document().hidden() && matches!(stream.state.get_untracked(), Link::Waiting(_)) {
            connect(&stream);
        }
    });
}

impl Stream {
    fn close(&self) -> u32 {
        if let Some(source) = self.source.take() {
            source.close();
        }
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }
}

fn connect(stream: &Rc<Stream>) {
    let turn = stream.close();
    let Ok(source) = EventSource::new(&stream.url) else { return };
    let this = stream.clone();
    listen(&source, stream.event, move |event| {
        if let Some(data) = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string())
            && this.turn.get() == turn
        {
            this.tries.set(0);
            if this.state.get_untracked() != Link::Live {
                this.state.set(Link::Live);
            }
            (this.on_data)(data);
        }
    });
    let this = stream.clone();
    listen(&source, "bye", move |event| {
        if this.turn.get() == turn {
            match event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string()).as_deref() {
                None | Some("reconnect") => wait(&this),
                Some(_) => spawn_local(ask_why(this.clone(), true)),
            }
        }
    });
    let this = stream.clone();
    listen(&source, "error", move |_| {
        if this.turn.get() == turn {
            spawn_local(ask_why(this.clone(), false));
        }
    });
    stream.source.replace(Some(source));
}

/// An event stream does not say why it broke; asking for its head does. `refused`: it ended with a refusal, so if the person still is signed in
/// their rights are others, and so is the page.
async fn ask_why(stream: Rc<Stream>, refused: bool) {
    let turn = stream.close();
    let status = ask(&stream.url, "HEAD").await.map(|response| response.status());
    if stream.turn.get() != turn {
        return;
    }
    match status {
        // What stands here is no longer for whoever sits here; the sign-in page says why.
        Some(401) if ended_by_somebody(&stream.url).await => {
            let _ = window().location().replace("/sign-in");
        }
        Some(401) => stream.state.set(Link::SignedOut),
        Some(200 | 403) if refused => {
            let _ = window().location().reload();
        }
        _ => wait(&stream),
    }
}

/// Whether somebody else ended the sign-in: the refusal's text says so, which its head does not have.
async fn ended_by_somebody(url: &str) -> bool {
    let Some(response) = ask(url, "GET").await.filter(|response| response.status() == 401) else { return false };
    let Ok(text) = response.text() else { return false };
    JsFuture::from(text).await.ok().and_then(|text| text.as_string()).is_some_and(|text| text.contains("sign-in-ended"))
}

async fn ask(url: &str, method: &str) -> Option<Response> {
    let how = RequestInit::new();
    how.set_method(method);
    JsFuture::from(window().fetch_with_str_and_init(url, &how)).await.ok()?.dyn_into().ok()
}

/// Waits twice as long as the last time, and a little more or less than others do, then tries again.
fn wait(stream: &Rc<Stream>) {
    let turn = stream.close();
    let tries = stream.tries.get();
    stream.tries.set(tries + 1);
    let most = (2_u32 << tries.min(5)).min(LONGEST);
    count_down(stream.clone(), turn, 1 + below(most));
}

/// A whole number below `most`; chance only spreads the load here.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "random() is from 0 to 1, and `most` at most 30")]
fn below(most: u32) -> u32 {
    (js_sys::Math::random() * f64::from(most)) as u32
}

fn count_down(stream: Rc<Stream>, turn: u32, seconds: u32) {
    if stream.turn.get() != turn {
        return;
    }
    stream.state.set(Link::Waiting(seconds));
    if seconds == 0 {
        connect(&stream);
    } else {
        set_timeout(move || count_down(stream, turn, seconds - 1), Duration::from_secs(1));
    }
}

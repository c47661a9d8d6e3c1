//! What the page knows beside what stands in it, and how another drawing comes in.
//!
//! There is one place, and the drawing asked for is always that place's. While something is under way nothing is put in, so
//! that no button moves under a thumb; it is asked for again afterwards.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::{act::trouble, dress::dress};
use crate::browser::{
    device,
    dom::{attribute, find, focus, window},
    drawing::{Drawing, Marks},
};

const MARKS: Marks = Marks { root: "#screen", panel: "#screen", key: "data-screen" };

/// The page.
pub struct Phone {
    pub(super) drawing: Drawing,
    /// The address of what is shown.
    pub(super) place: RefCell<String>,
    /// What the server said last, to know whether the next word is another.
    pub(super) said: RefCell<String>,
    /// How many drawings are wanted; more than one while one is on its way means: once more.
    wanted: Cell<u32>,
    /// Counts changes of place; a drawing that was asked for before one comes too late.
    turn: Cell<u32>,
    /// Whether something is under way that must not be pressed twice.
    pub(super) busy: Cell<bool>,
    /// Whether a drawing was wanted meanwhile.
    pub(super) missed: Cell<bool>,
    /// Whether the end of the shown request's time was acted on.
    pub(super) ran_out: Cell<bool>,
    /// Whether the customer goes on without showing who holds the phone.
    pub without: Cell<bool>,
    /// Whether the phone can verify its person.
    pub can_verify: Cell<bool>,
    pub(super) connected: Cell<bool>,
    /// Whether it was said that we cannot tell.
    pub(super) lost: Cell<bool>,
}

impl Phone {
    /// The page that was loaded.
    pub fn of_page() -> Option<Self> {
        Some(Self {
            drawing: Drawing::of_page(MARKS)?,
            place: RefCell::default(),
            said: RefCell::default(),
            wanted: Cell::new(0),
            turn: Cell::new(0),
            busy: Cell::new(false),
            missed: Cell::new(false),
            ran_out: Cell::new(false),
            without: Cell::new(false),
            can_verify: Cell::new(false),
            connected: Cell::new(false),
            lost: Cell::new(false),
        })
    }

    /// Starts to follow.
    pub fn begin(self: &Rc<Self>) {
        self.shown(attribute_of_screen("data-screen").starts_with("prompt"));
        if !attribute_of_screen("data-device").is_empty() {
            self.connect();
        }
        let this = self.clone();
        spawn_local(async move {
            this.can_verify.set(device::can_verify().await);
            dress(&this);
        });
    }

    /// Whether something is under way.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// Asks for the drawing of this place, once at a time.
    pub(super) fn want(self: &Rc<Self>) {
        self.wanted.set(self.wanted.get() + 1);
        if self.wanted.get() > 1 {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            while this.wanted.get() > 0 {
                this.wanted.set(1);
                let turn = this.turn.get();
                let drawn = this.fetch().await;
                match drawn {
                    _ if this.busy.get() => this.missed.set(true),
                    _ if this.turn.get() != turn => this.wanted.set(2),
                    Some(html) if this.take(&html).is_some() => {}
                    _ => this.lost(),
                }
                this.wanted.set(this.wanted.get() - 1);
            }
        });
    }

    async fn fetch(&self) -> Option<String> {
        let url = [self.place.borrow().as_str(), "?redraw"].concat();
        device::page(&url).await.ok()
    }

    fn take(self: &Rc<Self>, html: &str) -> Option<bool> {
        let other = self.drawing.take(html)?;
        self.lost.set(false);
        if other {
            trouble(None);
        }
        self.shown(other);
        Some(other)
    }

    /// After a drawing came in: its address, what the phone knows of it, and that it is here.
    fn shown(self: &Rc<Self>, other: bool) {
        let at = attribute_of_screen("data-at");
        if let Some(window) = window()
            && window.location().pathname().is_ok_and(|path| path != at)
            && let Ok(history) = window.history()
        {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&at));
        }
        self.place.replace(at);
        if other {
            self.without.set(false);
            self.ran_out.set(false);
            // Whoever comes to a new screen hears its heading first, and no keyboard hides an answer.
            focus(".phone h1");
            report_opened();
        }
        for challenge in attribute_of_screen("data-pending").split_whitespace() {
            report(challenge.to_owned(), "delivered");
        }
        dress(self);
    }

    /// Shows what is at `place`: what the server says of it, or that we cannot tell. Gives whether it is another screen.
    pub(super) async fn show(self: &Rc<Self>, place: &str) -> bool {
        self.place.replace(place.to_owned());
        self.turn.set(self.turn.get() + 1);
        let drawn = self.fetch().await;
        self.turn.set(self.turn.get() + 1);
        let other = drawn.and_then(|html| self.take(&html));
        if other.is_none()
            && let Some(window) = window()
        {
            // Offline, the service worker answers this, and says that it cannot tell.
            let _ = window.location().assign(place);
        }
        other.unwrap_or(true)
    }

    /// The address of what is shown.
    pub fn place(&self) -> String {
        self.place.borrow().clone()
    }
}

fn attribute_of_screen(name: &str) -> String {
    find(MARKS.root).map(|screen| attribute(&screen, name)).unwrap_or_default()
}

/// Tells the server how far a request came. A refusal means that it is over, which the next event says too.
fn report(challenge: String, what: &'static str) {
    spawn_local(async move {
        drop(device::press(&["/device/v1/challenges/", &challenge, "/", what].concat()).await);
    });
}

/// Tells the server that the request on the screen is in front of somebody, once it is.
fn report_opened() {
    if let Some(form) = find("#answer") {
        let challenge = attribute(&form, "data-challenge");
        spawn_local(async move {
            device::visible().await;
            report(challenge, "opened");
        });
    }
}

//! The line to the server, and the clock: when another drawing is due, and what is said when there is none to be had.

use std::rc::Rc;

use domain::time::Timestamp;

use super::page::Phone;
use crate::{
    browser::{
        device::{self, Line},
        dom::{attribute, find, say, set},
    },
    ui::time,
};

impl Phone {
    /// Hears of every change from now on.
    pub fn connect(self: &Rc<Self>) {
        if self.connected.replace(true) {
            return device::reconnect();
        }
        let (this, that) = (self.clone(), self.clone());
        let heard = move |text: String| {
            if *this.said.borrow() != text {
                this.said.replace(text);
                this.want();
            }
        };
        device::connect(heard, move |line| match line {
            Line::Live => {}
            Line::Offline => that.lost(),
            Line::Out => that.want(),
        });
    }

    /// Nobody tells us any more how things are: what may have changed is not shown as if it were so.
    pub(super) fn lost(&self) {
        self.said.replace(String::new());
        let Some(cannot_tell) = find("#t-cannot-tell").map(|part| part.inner_html()) else { return };
        if !self.lost.replace(true) {
            self.drawing.put_over("contact", &cannot_tell);
        }
        if self.ran_out.take()
            && let Some(screen) = self.drawing.root()
        {
            screen.set_inner_html(&cannot_tell);
            set(&screen, "data-screen", Some("cannot-tell"));
        }
    }

    /// A second went by.
    pub fn tick(self: &Rc<Self>) {
        self.drawing.tick();
        let Some(until) = find("#answer").and_then(|form| attribute(&form, "data-until").parse().ok()).map(Timestamp::from_micros) else {
            return;
        };
        match time::whole(self.drawing.now(), until) {
            60 => say("60 seconds left", false),
            10 => say("10 seconds left", false),
            0 if self.drawing.now() >= until && !self.busy.get() && !self.ran_out.replace(true) => self.want(),
            _ => {}
        }
    }
}

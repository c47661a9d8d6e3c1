//! Doing something, once at a time, and what follows from it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{dress::dress, field, page::Phone};
use crate::browser::{
    device::Problem,
    dom::{all_here, find, focus, set},
};

/// What follows from something that was done.
pub enum Then {
    /// What the server says of that place now.
    Show(String),
    /// A template of the page, by its name, and the place that comes after it.
    Template(&'static str, &'static str),
    /// The field once more, because of what it says; whether what stands in it is selected.
    Again(&'static str, String, bool),
    /// Nothing but that something else has the focus.
    Focus(&'static str),
}

impl Phone {
    /// Does something that can go wrong, once at a time, and what follows; or says what did not go.
    pub fn act(self: &Rc<Self>, doing: impl Future<Output = Result<Then, Problem>> + 'static) {
        if self.busy.replace(true) {
            return;
        }
        trouble(None);
        dress(self);
        let this = self.clone();
        spawn_local(async move {
            let (mut again, mut focused) = (None, None);
            match doing.await {
                Ok(Then::Show(place)) => drop(this.show(&place).await),
                Ok(Then::Template(name, place)) => this.show_template(name, place),
                Ok(Then::Again(id, why, all)) => {
                    field::wrong(id, Some(&why));
                    again = Some((id, all));
                }
                Ok(Then::Focus(what)) => focused = Some(what),
                // It is over, and the server says how; where it does not, we say it.
                Err(problem) if problem.code == "challenge-over" => {
                    if !this.show(&this.place()).await {
                        trouble(Some(&problem.detail));
                    }
                }
                Err(problem) => trouble(Some(&problem.detail)),
            }
            this.busy.set(false);
            dress(&this);
            if let Some((id, all)) = again {
                field::back_to(id, all);
            }
            if let Some(what) = focused {
                focus(what);
            }
            if this.missed.take() {
                this.want();
            }
        });
    }

    /// Goes somewhere.
    pub fn go(self: &Rc<Self>, place: String) {
        self.act(async move { Ok(Then::Show(place)) });
    }

    /// Puts the content of a template in place of the screen, until the next drawing; the next is that of `place`.
    fn show_template(&self, name: &str, place: &str) {
        if let (Some(screen), Some(template)) = (self.drawing.root(), find(&["#t-", name].concat())) {
            screen.set_inner_html(&template.inner_html());
            set(&screen, "data-screen", Some(name));
            self.place.replace(place.to_owned());
            focus(".phone h1");
        }
    }
}

/// Says what did not go, or takes that away.
pub fn trouble(why: Option<&str>) {
    let (Some(region), Some(template)) = (find("#trouble"), find("#t-trouble")) else { return };
    region.set_inner_html(&why.map(|_| template.inner_html()).unwrap_or_default());
    for part in all_here("#trouble [data-why]") {
        part.set_text_content(why);
    }
}

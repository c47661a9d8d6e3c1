//! The one field of a screen: keeps only what is code, marks the next box, and says when it can be sent.

use web_sys::{Element, HtmlInputElement};

use crate::{
    browser::dom::{all_here, find, find_as, focus, say, set},
    phone::typed::{binding_code, digits},
};

/// One of the two fields.
struct Field {
    id: &'static str,
    /// What is kept of what was typed.
    keep: fn(&str) -> String,
    /// How much is all of it.
    enough: usize,
}

const FIELDS: [Field; 2] = [Field { id: "digits", keep: digits, enough: 6 }, Field { id: "binding", keep: binding_code, enough: 8 }];

/// What was typed so far in that field.
pub fn value(id: &str) -> String {
    find_as::<HtmlInputElement>(&["#", id].concat()).map(|input| input.value()).unwrap_or_default()
}

/// Whether that is all of it.
pub fn is_full(id: &str) -> bool {
    FIELDS.into_iter().any(|field| field.id == id && (field.keep)(&value(id)).len() == field.enough)
}

/// Something was typed.
pub fn typed(input: &HtmlInputElement) {
    let was_ready = find("#send").is_some_and(|send| !send.has_attribute("aria-disabled"));
    keep(input, false);
    if input.id() == "digits" && is_full("digits") && !was_ready {
        say("Six digits typed. Approve is ready", false);
    }
}

/// Shows what was typed before the script was here, and whether it can be sent.
pub fn dress(busy: bool) {
    for field in FIELDS {
        if let Some(input) = find_as(&["#", field.id].concat()) {
            keep(&input, busy);
        }
    }
}

fn keep(input: &HtmlInputElement, busy: bool) {
    let Some(Field { keep, enough, .. }) = FIELDS.into_iter().find(|field| field.id == input.id()) else { return };
    let typed = input.value();
    let kept = keep(&typed);
    if kept != typed {
        input.set_value(&kept);
    }
    for (place, square) in all_here(".code__boxes i").iter().enumerate() {
        square.set_class_name(if place == kept.len() { "next" } else { "" });
    }
    if let Some(send) = find("#send") {
        set(&send, "aria-disabled", (busy || kept.len() < enough).then_some("true"));
    }
}

/// Says under the field what was wrong with what stands in it; `None` takes that away.
pub fn wrong(id: &str, why: Option<&str>) {
    let Some(input) = find(&["#", id].concat()) else { return };
    set(&input, "aria-invalid", why.map(|_| "true"));
    if let Ok(Some(code)) = input.closest(".code") {
        let _ = code.class_list().toggle_with_force("code--bad", why.is_some());
    }
    let Some(under) = find(&["#", id, "-h"].concat()) else { return };
    if let Ok(Some(before)) = under.query_selector(".err") {
        before.remove();
    }
    if let Some(hint) = under.last_element_child() {
        set(&hint, "hidden", why.map(|_| ""));
    }
    if let (Some(why), Some(template)) = (why, find("#t-error")) {
        let _ = under.insert_adjacent_html("afterbegin", &template.inner_html());
        if let Ok(Some(said)) = under.query_selector("[data-why]") {
            said.set_text_content(Some(why));
        }
    }
    if let Some(label) = find(&["label[for=", id, "]"].concat()) {
        ask_again(&label, why.is_some());
    }
}

/// The label that asks for the first time, or again.
fn ask_again(label: &Element, again: bool) {
    if let Some(other) = label.get_attribute("data-again")
        && label.has_attribute("data-asked") != again
    {
        let now = label.text_content();
        label.set_text_content(Some(&other));
        set(label, "data-again", now.as_deref());
        set(label, "data-asked", again.then_some(""));
    }
}

/// The field again; `all` selects what stands in it.
pub fn back_to(id: &str, all: bool) {
    let selector = ["#", id].concat();
    focus(&selector);
    if all && let Some(input) = find_as::<HtmlInputElement>(&selector) {
        input.select();
    }
}

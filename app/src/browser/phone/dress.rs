//! What the server could not know when it drew: what this phone can do, which changes its owner knows of, what was typed.

use super::{field, page::Phone};
use crate::browser::{
    device,
    dom::{all_here, attribute, find, set},
    push,
};

/// Puts it into the page. Done after every drawing; done twice, it is the same.
pub fn dress(phone: &Phone) {
    for part in all_here("[data-verify]") {
        let for_those_who_can = attribute(&part, "data-verify") == "yes";
        hide(&part, for_those_who_can != phone.can_verify.get());
    }
    let can_be_told = push::can_be_told();
    for part in all_here("[data-told]") {
        hide(&part, (attribute(&part, "data-told") == "yes") != can_be_told);
    }
    for name in all_here("[data-name]") {
        name.set_text_content(Some(&["The name “", &device::name(), "”"].concat()));
    }
    changes();
    if phone.without.get() {
        without();
    }
    field::dress(phone.is_busy());
}

fn hide(element: &web_sys::Element, hidden: bool) {
    set(element, "hidden", hidden.then_some(""));
}

/// Which changes the customer said were theirs, and how many are left to check.
fn changes() {
    let mine = device::checked();
    let mut left = 0_u32;
    for change in all_here("[data-run]") {
        let is_mine = mine.contains(&attribute(&change, "data-run"));
        left += u32::from(!is_mine);
        for (part, hidden) in [(".row", is_mine), (".mine", !is_mine)] {
            if let Ok(Some(part)) = change.query_selector(part) {
                hide(&part, hidden);
            }
        }
    }
    if let Some(tag) = find("#to-check") {
        hide(&tag, left == 0);
        if let Some(count) = tag.first_element_child() {
            count.set_text_content(Some(&left.to_string()));
        }
    }
}

/// Keeps that a change was the customer's own.
pub fn is_mine(run: &str) {
    let before = device::checked();
    let list = before.strip_suffix(']').unwrap_or("[");
    let comma = if list == "[" { "" } else { "," };
    device::set_checked(&[list, comma, "\"", run, "\"]"].concat());
}

/// The customer goes on without showing who holds the phone.
fn without() {
    if let Some(send) = find("#answer #send")
        && send.text_content().as_deref() != Some("Approve")
    {
        send.set_text_content(Some("Approve"));
    }
    if let Some(hint) = find("#no-way") {
        hide(&hint, false);
    }
}

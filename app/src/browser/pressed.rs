//! Buttons in parts of a page that are drawn again and again: heard wherever they stand, by the attribute they carry.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dom::{attribute, listen};

/// Hands on what a pressed button says in its attribute `name`, for as long as the page lives.
pub fn hear(name: &'static str, mut does: impl FnMut(String) + 'static) {
    let selector = ["[", name, "]"].concat();
    listen(&document(), "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(button) = target.and_then(|target| target.closest(&selector).ok().flatten()) {
            does(attribute(&button, name));
        }
    });
}

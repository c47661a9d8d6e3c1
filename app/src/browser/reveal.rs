//! Showing a masked field without leaving the page: the reason's form is sent from here, so that what is being filled in beside it stays.
//! Where that is refused, it is sent as the plain form it is, and its answer comes as without a script.

use std::rc::Rc;

use domain::time::Timestamp;
use leptos::{leptos_dom::helpers::set_timeout, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlFormElement, RequestInit, Response};

use super::dom::{all_here, attribute, focus, listen, say, within};

/// Listens to the forms; `redraw` fetches the page's drawing again.
pub fn start(redraw: impl Fn() + 'static) {
    let redraw = Rc::new(redraw);
    listen(&document(), "submit", move |event| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|form| form.matches(".reveal form, form.reveal").unwrap_or(false)) else { return };
        event.prevent_default();
        close(&form);
        let redraw = redraw.clone();
        spawn_local(async move {
            if sent(&form).await {
                redraw();
                say(&attribute(&form, "data-say"), false);
            } else {
                let _ = form.submit();
            }
        });
    });
    listen(&document(), "click", |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let closest = |what: &str| target.closest(what).ok().flatten();
        if let Some(cancel) = closest("[data-close]") {
            close(&cancel);
        } else if closest(".reveal > summary").is_some() {
            // The browser opens it after this.
            set_timeout(|| focus(".reveal[open] select"), std::time::Duration::ZERO);
        }
    });
}

/// Takes out what is shown longer than it may be: the server would have, if it reached this page.
pub fn over(now: Timestamp) {
    for shown in all_here("[data-hides]") {
        if attribute(&shown, "data-hides").parse::<i64>().is_ok_and(|until| until <= now.micros()) {
            shown.set_text_content(Some("•••••"));
            let _ = shown.remove_attribute("data-hides");
        }
    }
}

/// Closes the dialog that it is in, if in one; the focus goes to what opened it, which becomes what hides the field again.
pub fn close(inside: &Element) -> bool {
    let Some(dialog) = inside.closest("details.reveal[open]").ok().flatten() else { return false };
    let _ = dialog.remove_attribute("open");
    if let Some(summary) = dialog.query_selector("summary").ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
    true
}

/// Sends the form; whether it was taken.
async fn sent(form: &Element) -> bool {
    let fields = within(form, "[name]").into_iter().map(|field| {
        let value = js_sys::Reflect::get(&field, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
        let [name, value] = [attribute(&field, "name"), value].map(|text| String::from(js_sys::encode_uri_component(&text)));
        [name, "=".to_owned(), value].concat()
    });
    let body = fields.collect::<Vec<_>>().join("&");
    let headers = js_sys::Object::new();
    let kind = JsValue::from("application/x-www-form-urlencoded");
    if js_sys::Reflect::set(&headers, &"content-type".into(), &kind).is_err() {
        return false;
    }
    let how = RequestInit::new();
    how.set_method("POST");
    how.set_headers(&headers);
    how.set_body(&body.into());
    let answer = JsFuture::from(window().fetch_with_str_and_init(&attribute(form, "action"), &how)).await;
    answer.ok().and_then(|answer| answer.dyn_into::<Response>().ok()).is_some_and(|answer| answer.ok())
}

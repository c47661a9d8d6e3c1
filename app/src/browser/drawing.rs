//! A page that the server drew, and how another drawing of it is put in: only the parts that differ.
//!
//! What may differ is marked in the page. One element, the root, says in `data-…` what this drawing is, and when it was made
//! (`data-now`). `[data-live]` parts have an id and are put in when what the server drew in them is another; the panel only
//! when the root's key attribute names another one. Everything else, forms above all, is left alone. `[data-t]` times are
//! counted on here ([`crate::ui::tick`]).

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use domain::time::Timestamp;
use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, Element, HtmlElement, HtmlInputElement, SupportedType};

use super::dom::{all, all_here, attribute, document, micros, set, within, zone};
use crate::ui::tick::Kind;

/// How a page is marked.
pub struct Marks {
    /// Finds the root.
    pub root: &'static str,
    /// Finds what is drawn anew as a whole.
    pub panel: &'static str,
    /// The root's attribute that names what stands in there.
    pub key: &'static str,
}

/// The page as the server drew it last.
pub struct Drawing {
    marks: Marks,
    /// What the server drew in each live part, without its times.
    drawn: RefCell<BTreeMap<String, String>>,
    /// The server's time less the browser's, in microseconds.
    offset: Cell<i64>,
    /// How far the reader is ahead of UTC, in microseconds.
    zone: i64,
}

impl Drawing {
    /// The drawing that the page was loaded with; `None` where there is no such page.
    pub fn of_page(marks: Marks) -> Option<Self> {
        let document = document()?;
        let root = root(&document, &marks)?;
        let drawn = all(&document, "[data-live]").iter().map(|part| (part.id(), without_times(part))).collect();
        let drawing = Self { marks, drawn: RefCell::new(drawn), offset: Cell::new(0), zone: zone() };
        drawing.set_clock(&root);
        drawing.tick();
        Some(drawing)
    }

    /// The page's root.
    pub fn root(&self) -> Option<Element> {
        root(&document()?, &self.marks)
    }

    /// The server's time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(micros() + self.offset.get())
    }

    /// Puts in what differs, and says whether the panel is another; `None` when that is no drawing of this page.
    pub fn take(&self, html: &str) -> Option<bool> {
        let here = document()?;
        let drawing = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
        let (old, new) = (root(&here, &self.marks)?, root(&drawing, &self.marks)?);
        self.set_clock(&new);
        let other = attribute(&old, self.marks.key) != attribute(&new, self.marks.key);
        if other && let (Some(old), Some(new)) = (first(&here, self.marks.panel), first(&drawing, self.marks.panel)) {
            old.set_inner_html(&new.inner_html());
        }
        for part in all(&drawing, "[data-live]") {
            let (id, drawn) = (part.id(), without_times(&part));
            let same = self.drawn.borrow_mut().insert(id.clone(), drawn.clone()).is_some_and(|before| before == drawn);
            if !same && let Some(old) = here.get_element_by_id(&id) {
                put_in(&old, &drawn);
            }
        }
        copy_data(&old, &new);
        self.tick();
        Some(other)
    }

    /// Puts something else into a live part until the next drawing.
    #[cfg(feature = "phone")]
    pub fn put_over(&self, id: &str, html: &str) {
        if let Some(part) = document().and_then(|document| document.get_element_by_id(id)) {
            part.set_inner_html(html);
            self.drawn.borrow_mut().remove(id);
        }
    }

    fn set_clock(&self, root: &Element) {
        if let Ok(now) = attribute(root, "data-now").parse::<i64>() {
            self.offset.set(now - micros());
        }
    }

    /// Draws every time again.
    pub fn tick(&self) {
        let now = self.now();
        for element in all_here("[data-t]") {
            let Some((kind, at, until)) = Kind::read(&attribute(&element, "data-t")) else { continue };
            let words = kind.words(at, until, now, self.zone);
            match kind {
                Kind::Ring => set(&element, "stroke-dasharray", Some(&words)),
                Kind::Bar => set(&element, "width", Some(&words)),
                _ if element.text_content().is_none_or(|shown| shown != words) => element.set_text_content(Some(&words)),
                _ => {}
            }
        }
    }
}

fn root(document: &Document, marks: &Marks) -> Option<Element> {
    first(document, marks.root)
}

fn first(document: &Document, selector: &str) -> Option<Element> {
    document.query_selector(selector).ok().flatten()
}

/// What the new root says of itself, and nothing that only the old one said.
fn copy_data(old: &Element, new: &Element) {
    let names = |element: &Element| {
        let all: Vec<String> = element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect();
        all.into_iter().filter(|name| name.starts_with("data-"))
    };
    for name in names(old).chain(names(new)) {
        set(old, &name, new.get_attribute(&name).as_deref());
    }
}

/// Puts new content into a part; the focus stays on what has the same id or the same key, and what is typed or opened stays so.
fn put_in(part: &Element, html: &str) {
    let focused = document().and_then(|document| document.active_element()).filter(|element| part.contains(Some(element)));
    let selector = focused.and_then(|element| match (element.id(), element.get_attribute("aria-keyshortcuts")) {
        (id, _) if !id.is_empty() => Some(["#", &id].concat()),
        (_, Some(key)) => Some(["[aria-keyshortcuts=\"", &key, "\"]"].concat()),
        (_, None) => ["href", "data-press"].into_iter().find_map(|name| {
            let value = element.get_attribute(name)?;
            Some(["[", name, "=\"", &value, "\"]"].concat())
        }),
    });
    let (typed, open) = (typed(part), ids(part, "details[open][id]"));
    part.set_inner_html(html);
    for (id, value) in typed {
        if let Some(input) =
            document().and_then(|document| document.get_element_by_id(&id)).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
        {
            input.set_value(&value);
        }
    }
    for id in open {
        if let Some(opened) = document().and_then(|document| document.get_element_by_id(&id)) {
            set(&opened, "open", Some(""));
        }
    }
    if let Some(element) = selector.and_then(|selector| part.query_selector(&selector).ok().flatten())
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// What somebody is typing in it: each entry that has an id and is not as it was drawn.
fn typed(part: &Element) -> Vec<(String, String)> {
    let inputs = within(part, "input[id]").into_iter().filter_map(|input| input.dyn_into::<HtmlInputElement>().ok());
    inputs.filter(|input| input.value() != input.default_value()).map(|input| (input.id(), input.value())).collect()
}

fn ids(part: &Element, selector: &str) -> Vec<String> {
    within(part, selector).iter().map(Element::id).collect()
}

/// What is drawn in a part, apart from its times and from what the reader opened: neither is a difference.
fn without_times(part: &Element) -> String {
    let Some(copy) = part.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into::<Element>().ok()) else { return String::new() };
    for time in within(&copy, "[data-t]") {
        if time.has_attribute("width") || time.has_attribute("stroke-dasharray") {
            set(&time, "width", Some("0"));
            set(&time, "stroke-dasharray", Some("0 100"));
        } else {
            time.set_text_content(None);
        }
    }
    for opened in within(&copy, "details[open]") {
        set(&opened, "open", None);
    }
    copy.inner_html()
}

//! One native field over boxes of one size; the script only marks the next box and drops what is not code.

use leptos::prelude::*;

/// What is special about one such field.
pub struct CodeEntry {
    /// Its id; the hint has the same with `-h` behind it.
    pub id: &'static str,
    /// Its label.
    pub label: String,
    /// Its label once what was typed was wrong.
    pub again: Option<&'static str>,
    /// How many characters.
    pub length: usize,
    /// Whether they are digits.
    pub digits: bool,
    /// The hint while nothing was wrong.
    pub hint: AnyView,
}

/// The field with its label, and its hint.
pub fn code_entry(entry: CodeEntry) -> AnyView {
    let CodeEntry { id, label, again, length, digits, hint } = entry;
    let hint_id = [id, "-h"].concat();
    let boxes: Vec<AnyView> = (0..length).map(|n| view! { <i class=(n == 0).then_some("next")></i> }.into_any()).collect();
    view! {
        <div class="field">
            <label class="lead" for=id data-again=again>{label}</label>
            <div class=if digits { "code" } else { "code code--8" }>
                <span class="code__boxes" aria-hidden="true">{boxes}</span>
                <input
                    id=id
                    type="text"
                    inputmode=if digits { "numeric" } else { "text" }
                    autocapitalize="characters"
                    maxlength=length + 1
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=hint_id.clone()
                />
            </div>
            <span id=hint_id><span class="fine ink2">{hint}</span></span>
        </div>
    }
    .into_any()
}

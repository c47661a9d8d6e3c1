//! One native field over boxes of one size; the script only marks the next box and drops what is not code.

use leptos::prelude::*;

/// What is special about one such field.
pub struct CodeEntry {
    /// Its id; the hint or error has the same with `-h` behind it.
    pub id: &'static str,
    /// Its label.
    pub label: Signal<String>,
    /// How many characters.
    pub length: usize,
    /// Whether they are digits.
    pub digits: bool,
    /// What is kept of what was typed.
    pub keep: fn(&str) -> String,
    /// What was typed.
    pub value: RwSignal<String>,
    /// What was wrong with it.
    pub error: RwSignal<Option<String>>,
    /// The hint while nothing was wrong.
    pub hint: AnyView,
}

/// The field with its label, and its hint or error.
pub fn code_entry(entry: CodeEntry) -> AnyView {
    let CodeEntry { id, label, length, digits, keep, value, error, hint } = entry;
    let hint_id = [id, "-h"].concat();
    let next = move || value.with(String::len);
    let boxes: Vec<AnyView> = (0..length).map(|n| view! { <i class:next=move || next() == n></i> }.into_any()).collect();
    let typed = move |event| {
        let raw = event_target_value(&event);
        let kept = keep(&raw);
        if kept != raw || kept != value.get_untracked() {
            value.set(kept);
        }
    };
    view! {
        <div class="field">
            <label class="lead" for=id>{label}</label>
            <div class="code" class:code--8=!digits class:code--bad=move || error.with(Option::is_some)>
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
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input=typed
                />
            </div>
            <span id=hint_id>
                {move || error.get().map(|text| view! { <span class="err fine" role="alert">{crate::ui::icon("alert", "i i--sm")}{text}</span> })}
                <span class="fine ink2" hidden=move || error.with(Option::is_some)>{hint}</span>
            </span>
        </div>
    }
    .into_any()
}

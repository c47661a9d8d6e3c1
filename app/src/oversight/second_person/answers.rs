//! The two answers to a colleague's request: a button that waits for its script, and a form that needs none.

use leptos::prelude::*;

use crate::{desk::parts::hidden, ui::icon};

/// Approve, with a passkey. [`super::Approving`] shows it once it hears it.
pub fn approve(id: &str, title: &str, class: &'static str) -> AnyView {
    view! {
        <button type="button" class=class data-approve=id.to_owned() data-press=["approve-", id].concat() data-script hidden
            aria-label=["Approve: ", title].concat()>
            {icon("passkey", "i")}"Approve"
        </button>
    }
    .into_any()
}

/// Approve, for who has a passkey; and Deny, which posts to `deny`. `hint` says who reads why.
pub fn answers(id: &str, title: &str, has_passkey: bool, deny: &'static str, hint: &'static str) -> AnyView {
    let approve = has_passkey.then(|| approve(id, title, "btn btn--primary"));
    let why = ["why-", id].concat();
    view! {
        <div class="approval__answers">
            {approve}
            <details class="deny" id=["deny-", id].concat()>
                <summary class="btn btn--bad" aria-label=["Deny: ", title].concat()>"Deny"</summary>
                <form method="post" action=deny class="stack stack--sm">
                    {hidden("request", id.to_owned())}
                    <div class="field">
                        <label for=why.clone()>"Why not"</label>
                        <input class="input" id=why.clone() name="reason" required maxlength="80" autocomplete="off" aria-describedby=["h-", &why].concat() />
                        <span class="hint" id=["h-", &why].concat()>{hint}</span>
                    </div>
                    <div class="row"><button type="submit" class="btn btn--bad">"Deny it"</button></div>
                </form>
            </details>
        </div>
    }
    .into_any()
}

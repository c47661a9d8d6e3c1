//! Everything is stopped: why, what that means, and what to say to the caller, who may not be the customer.

use leptos::prelude::*;

use domain::session::{FrozenBecause, SessionState};

use super::page::Page;
use crate::{
    desk::parts::button_form,
    ui::{
        Tone, icon, note,
        tick::{self, Kind},
    },
};

/// The panel of a frozen session.
pub fn frozen(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let SessionState::Frozen { at, because } = truth.session.state else { return ().into_any() };
    let (before, what) = match because {
        FrozenBecause::ToldTo => ("The customer answered ", "“Someone told me to approve this”"),
        FrozenBecause::NotMe => ("The customer answered ", "“No, this isn’t me”"),
        FrozenBecause::SuspectedAttack => ("You marked a ", "suspected attack"),
        FrozenBecause::PutBack => ("The customer put a change back: ", "“this was not me”"),
        FrozenBecause::NotTheirDoing => ("The customer answered a message of ours: ", "“this was not me”"),
        FrozenBecause::NotTheirContact => ("The customer said on their phone: ", "“this contact is not mine”"),
    };
    let hush = if because == FrozenBecause::SuspectedAttack {
        "The caller must not learn what you noticed, or what happens next."
    } else {
        "The caller may not be the customer, and must not learn what the customer answered."
    };
    let mistake = (because == FrozenBecause::SuspectedAttack).then_some(" Pressed by mistake? Tell them: it takes a minute.");
    let line = |name: &'static str, words: &'static str| view! { <li class="row row--top">{icon(name, "i")}<span>{words}</span></li> };
    let end = view! { <button type="submit" class="btn btn--primary btn--lg" aria-keyshortcuts="Enter">"End the session "<kbd>"↵"</kbd></button> };
    view! {
            <section class="card card--stop row row--top" aria-labelledby="panel-h">
                {icon("freeze", "i i--lg")}
                <div class="stack stack--sm">
                    <h2 id="panel-h" class="h-page" tabindex="-1">"This session is frozen"</h2>
                    <p class="md">{before}<b>{what}</b>" at "{tick::text(Kind::Hms, at, page.now())}". "<b>"Nothing was changed, and you did nothing wrong."</b></p>
                </div>
            </section>
            <div class="two">
                <section class="stack" aria-labelledby="stopped-h">
                    <h3 id="stopped-h" class="h-sec">"What is stopped"</h3>
                    <ul class="stack stack--sm ink2">
                        {line("lock", "Every action and challenge here, and in other open sessions of this customer.")}
                        {line("freeze", "The whole account, until a supervisor ends the freeze.")}
                        {line("list", "Nothing is lost: all evidence stays on the record.")}
                        {line("users", "Your supervisors were told.")}
                    </ul>
                </section>
                <section class="stack" aria-labelledby="say-h">
                    <h3 id="say-h" class="h-sec">"You can say"</h3>
                    <p class="script">"“I cannot go on with this today. Please call us again, on the number on your bill.”"</p>
                    {note(Tone::Warn, "alert", "Do not say why.".to_owned(), hush.to_owned(), false)}
                    {button_form("/api/desk/end", truth.session.id, vec![], end.into_any())}
                    <p class="hint">"Only a supervisor can end a freeze."{mistake}</p>
                </section>
            </div>
        }
        .into_any()
}

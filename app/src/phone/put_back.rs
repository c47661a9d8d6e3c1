//! `/me/put-back/{token}`: where "This was not me" leads. Looking changes nothing; its one button does. Needs no script.

use domain::{refusal::Refusal, time::Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::view::PutBackPage as Link;
use crate::{
    backend::ports,
    error::ApiError,
    layout::{CustomerShell, FormError, Told, TroublePage, behind_link, outcome, row},
    ui::{icon, time},
};

/// The page behind the link of a notice.
#[component]
pub fn PutBackPage() -> impl IntoView {
    let phone = ports().phone;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let (organisation, hotline) = phone.organisation();
    let problem = view! { <FormError /> }.into_any();
    let load = async move {
        let page = match phone.put_back_page(&token).await {
            Ok(Link { put_back_at: Some(at), before, .. }) => done(at, &before, &hotline),
            Ok(link) => view! { {problem}{ask(link, token)} }.into_any(),
            Err(ApiError::Refused(Refusal::LinkUsed | Refusal::NotFound)) => run_out(&hotline, RUN_OUT),
            Err(error) => return view! { <TroublePage error /> }.into_any(),
        };
        view! { <CustomerShell organisation title="Was this you?">{page}</CustomerShell> }.into_any()
    };
    behind_link(Told::ToOurs, load)
}

fn ask(link: Link, token: String) -> AnyView {
    let sent_to = if link.before.contains('@') {
        [" the email we sent to ", &link.before, "."].concat()
    } else {
        " a message we sent you.".to_owned()
    };
    let stays = [&link.before, " is yours again"].concat();
    view! {
        <section class="stack" aria-labelledby="rv-h">
            <div class="stack stack--sm">
                <h1 id="rv-h" tabindex="-1">"Was this you?"</h1>
                <p class="ink2">"You opened this from"{sent_to}</p>
            </div>
            <section class="who" aria-label="What changed">
                <div class="who__top">
                    <span class="chan chan--lg" aria-hidden="true">{icon("mail", "i i--lg")}</span>
                    <p class="grow"><b class="lead">{link.what}</b><br /><span class="ink3">"Can be put back until "{time::date_hm(link.until, 0)}" UTC"</span></p>
                </div>
                <dl>
                    <dt>"From"</dt><dd><b>{link.before}</b></dd>
                    <dt>"To"</dt><dd>{link.since}</dd>
                    <dt>"When"</dt><dd>{time::date_hm(link.at, 0)}" UTC"</dd>
                    <dt>"By"</dt><dd>{link.by}</dd>
                </dl>
            </section>
            <h2>"If you put it back"</h2>
            <ul class="group">
                {row("undo", stays, "As it was before this change".to_owned())}
                {row("freeze", "Your account is frozen".to_owned(), "No agent can act, until we have spoken to you".to_owned())}
            </ul>
        </section>
        <form class="foot" method="post" action="/api/phone/put-back">
            <input type="hidden" name="token" value=token />
            <button type="submit" class="btn btn--bad btn--solid btn--touch">{icon("undo", "i i--lg")}"This was not me: put it back"</button>
            <p class="fine mid ink3">"It was you? Then there is nothing to do."</p>
        </form>
    }
    .into_any()
}

fn done(at: Timestamp, before: &str, hotline: &str) -> AnyView {
    let text = ["Done at ", &time::hms(at, 0), " UTC. It is as before: ", before, "."].concat();
    let rows = vec![
        row("freeze", "Nobody can use the account".to_owned(), "Agents cannot act".to_owned()),
        row("users", "Our security has it".to_owned(), ["To open it again, call ", hotline].concat()),
        row("key", "Could someone read your mail?".to_owned(), "Then change the password of this mailbox now".to_owned()),
    ];
    outcome("outcome", "undo", "Put back. Your account is frozen", text, rows)
}

const RUN_OUT: &str = "It was used, or its time is over. The change now counts, but we can still help.";

/// A link that opens nothing now.
pub(super) fn run_out(hotline: &str, why: &str) -> AnyView {
    let text = why.to_owned();
    let call = row("phone", ["Call ", hotline].concat(), "Say “this was not me” first: we freeze before we ask".to_owned());
    outcome("outcome outcome--wait", "clock", "This link has run out", text, vec![call])
}

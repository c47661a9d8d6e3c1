//! `/policy/{version}`: what a version changes, what that would have done, and the second person's word.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use domain::agent::{Overseer, Staff};

use super::{
    list,
    tried::tried,
    view::{Reader, Stands, VersionView},
};
use crate::{
    backend::{ports, signed_in},
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    ui::{Tone, icon, note, time::date_hm},
};

/// One version.
#[component]
pub fn VersionPage() -> impl IntoView {
    let policies = ports().policies;
    let number = use_params_map().with_untracked(|params| params.get("version").and_then(|text| text.parse::<u32>().ok()));
    let rule = use_query_map().with_untracked(|query| query.get("rule"));
    let witness = signed_in().and_then(|staff: Staff| Ok(Overseer::try_from(staff)?));
    let overseer = match witness {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Some(number) = number else {
        let error = domain::refusal::Refusal::NotFound.into();
        return view! { <TroublePage error /> }.into_any();
    };
    let staff = overseer.staff().clone();
    view! {
        <StaffShell staff here=Here::Policy title=format!("Policy v{number}") wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match policies.version(&overseer, number).await {
                        Ok(version) => drawn(&version, rule.as_deref()),
                        Err(error) => view! { <main class="sheet sheet--one" id="main"><Trouble error /></main> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffShell>
    }
    .into_any()
}

fn drawn(version: &VersionView, rule: Option<&str>) -> AnyView {
    let row = &version.row;
    let by = format!("Proposed by {}, {} UTC. “{}”", row.author, date_hm(row.proposed_at, 0), row.reason);
    let decided = row.decided.as_ref().map(|(at, who)| format!("Decided by {who}, {} UTC.", date_hm(*at, 0)));
    view! {
        <main class="sheet sheet--wide policy" id="main">
            <div class="pane">
                <header class="pagehead">
                    <div class="grow">
                        <h1 class="h-page">{format!("Policy v{}", row.number)}</h1>
                        <p class="ink3">{by}" "{decided}</p>
                    </div>
                    {list::tag(row.stands)}
                    {(version.reader != Reader::Overseer).then(|| view! { <a class="btn" href=format!("/policy/new?from={}", row.number)>"Begin from this file"</a> })}
                    <a class="btn btn--ghost" href="/policy">"All versions"</a>
                </header>
                <FormError />
                {changes(version)}
                {checks(version)}
                <details class="card" open=rule.is_some()>
                    <summary>"The whole file"</summary>
                    <pre class="scrollx" tabindex="0" aria-label="The whole file">{file(&version.text, rule)}</pre>
                </details>
            </div>
            <aside class="side" aria-label="Before it is approved">
                {tried(version)}
                {decide(version)}
            </aside>
        </main>
    }
    .into_any()
}

/// The file, with the rule marked that the log led here by.
fn file(text: &str, rule: Option<&str>) -> AnyView {
    let quoted = rule.map(|rule| ["\"", rule, "\""].concat());
    match quoted.as_deref().and_then(|quoted| Some((quoted, text.split_once(quoted)?))) {
        Some((quoted, (before, after))) => {
            view! { {before.to_owned()}<mark id="rule">{quoted.to_owned()}</mark>{after.to_owned()} }.into_any()
        }
        None => text.to_owned().into_any(),
    }
}

fn changes(version: &VersionView) -> AnyView {
    let lines: Vec<_> = version
        .differences
        .iter()
        .map(|one| {
            let before = one.before.clone().map(|text| view! { <del class="ink3">{text}</del>" to " });
            let after = one.after.clone().unwrap_or_else(|| "nothing".to_owned());
            view! { <li><p><code>{one.path.clone()}</code>" "{before}<b>{after}</b></p></li> }.into_any()
        })
        .collect();
    let head = match lines.len() {
        0 => "No change".to_owned(),
        1 => format!("1 change from v{}", version.base),
        count => format!("{count} changes from v{}", version.base),
    };
    view! {
        <section aria-labelledby="d-h">
            <div class="panehead plain"><h2 id="d-h" class="h-sec">{head}</h2></div>
            <ol class="stack stack--sm">{lines}</ol>
        </section>
    }
    .into_any()
}

fn checks(version: &VersionView) -> AnyView {
    let all_well = version.findings.is_empty();
    let findings: Vec<_> =
        version.findings.iter().map(|words| view! { <li class="row row--top">{icon("alert", "i")}<p>{words.clone()}</p></li> }).collect();
    view! {
        <section aria-labelledby="k-h">
            <div class="panehead plain"><h2 id="k-h" class="h-sec">"Checks"</h2></div>
            {all_well.then(|| view! { <p class="row">{icon("check", "i")}"Every check passed: no dead end, no rule without effect, recovery as strong as sign-in."</p> })}
            <ul class="stack stack--sm">{findings}</ul>
        </section>
    }
    .into_any()
}

fn decide(version: &VersionView) -> AnyView {
    if version.row.stands != Stands::Proposed {
        return ().into_any();
    }
    let number = version.row.number.to_string();
    let form = |action: &'static str, class: &'static str, words: String| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=number.clone() />
                <button type="submit" class=class>{words}</button>
            </form>
        }
        .into_any()
    };
    if !version.genuine {
        let body = "What is stored is not what was proposed. It cannot be approved; propose it again.".to_owned();
        return note(Tone::Bad, "alert", "This version was changed".to_owned(), body, false);
    }
    if version.reader == Reader::Author {
        let body = "A second administrator has to approve it. Until then the one in force decides.".to_owned();
        return view! {
            <section class="stack stack--sm">
                {note(Tone::Plain, "users", "You proposed this version".to_owned(), body, false)}
                {form("/api/policy/withdraw", "btn btn--wide", "Take it back".to_owned())}
            </section>
        }
        .into_any();
    }
    if version.reader == Reader::Overseer {
        return note(
            Tone::Plain,
            "users",
            "It waits for an administrator".to_owned(),
            "Until then the one in force decides.".to_owned(),
            false,
        );
    }
    if version.base != version.in_force {
        let head = format!("v{} came into force since", version.in_force);
        let body = format!(
            "This was written from v{}, so approving it could undo what v{} changed. Propose it again from this file.",
            version.base, version.in_force
        );
        return view! {
            <section class="stack stack--sm">
                {note(Tone::Warn, "alert", head, body, false)}
                {form("/api/policy/reject", "btn btn--wide", "Do not approve".to_owned())}
            </section>
        }
        .into_any();
    }
    view! {
        <section class="stack stack--sm">
            {form("/api/policy/approve", "btn btn--primary btn--lg btn--wide", format!("Approve v{number}"))}
            {form("/api/policy/reject", "btn btn--wide", "Do not approve".to_owned())}
            <p class="hint">"It decides from the moment you approve it, in open sessions too. To go back, begin from the earlier version’s file."</p>
        </section>
    }
    .into_any()
}

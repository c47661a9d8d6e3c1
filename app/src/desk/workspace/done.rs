//! Step 3 of an action: it ran, with no second press; or what is still missing for it to run.

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    time::Timestamp,
};

use super::{
    no_way::no_way,
    page::{Page, Panel},
    raise::{chosen, method_icon},
    steps::{BY_TWO, action_head, action_head_of, back},
};
use crate::{
    desk::{
        parts::{button_form, count, hidden},
        view::{AskedView, Done, Draft, Outcome, Workspace},
    },
    ui::{
        Tone, icon, level, level_chip, note,
        tick::{self, Kind},
    },
};

/// "Done, exactly as approved", or done at once.
pub fn done(page: &Page<'_>) -> AnyView {
    let (truth, ran) = (page.truth, page.panel == Panel::Ran);
    match (ran, &truth.ran, &truth.asked) {
        (true, Some(done), _) => of_run(page, truth, done, None),
        (false, _, Some(asked)) => match &asked.outcome {
            Some(Outcome::Done(done)) => of_run(page, truth, done, Some(asked)),
            _ => ().into_any(),
        },
        _ => ().into_any(),
    }
}

fn of_run(page: &Page<'_>, truth: &Workspace, done: &Done, asked: Option<&AskedView>) -> AnyView {
    let kind = done.request.kind();
    let now = page.now();
    let title = [kind.name(), if done.approved_at.is_some() { ": done, exactly as approved" } else { ": done" }].concat();
    let when = match done.approved_at {
        Some(at) => view! { "Approved at " {tick::text(Kind::Hms, at, now)} ", run " {within(at, done.ran_at)} }.into_any(),
        None => view! { "Run at " {tick::text(Kind::Hms, done.ran_at, now)} }.into_any(),
    };
    let counts = match kind {
        ActionKind::ChangeEmail => "It counts now. Every earlier address is told.",
        ActionKind::Refund => "The money is on its way.",
        ActionKind::UpdateContactPreferences => "It counts now. The customer sees it in the app.",
    };
    let approved = match (asked, done.approved_at) {
        (Some(asked), _) if asked.method == Method::Passkey => {
            ["By passkey", if done.user_verified { ", person verified" } else { "" }, ", made on ", &asked.device].concat()
        }
        (Some(asked), _) => ["Six digits typed", if done.user_verified { ", phone unlocked" } else { "" }, ", on ", &asked.device].concat(),
        (None, Some(_)) => "By the customer, on their phone".to_owned(),
        (None, None) => "Not needed for this".to_owned(),
    };
    let row = |name: &'static str, value: AnyView| view! { <dt>{name}</dt><dd>{value}</dd> };
    let second = done.second_person.clone().map(|name| row("Second person", [&name, ", with their own passkey"].concat().into_any()));
    let told = (done.told_emails > 0).then(|| row("Told", count(done.told_emails, "earlier email address", "email addresses").into_any()));
    let revert =
        done.revert_until.map(|until| row("Revert", view! { "By the customer, until " {tick::text(Kind::Date, until, now)} }.into_any()));
    let put_back = done.put_back_at.map(|at| {
        let head = view! { "The customer put it back at " {tick::text(Kind::Hm, at, now)} }.into_any();
        note(Tone::Bad, "undo", head, "The old value counts again, and the account is frozen.".to_owned(), true)
    });
    let home = ["/desk/", &truth.session.id.to_string()].concat();
    view! {
        <section class="stack" aria-labelledby="panel-h">
            {match (done.approved_at, &done.second_person) {
                (Some(_), Some(_)) => action_head_of(truth.session.id, "panel-h", title, None, BY_TWO, 5),
                (approved, _) => action_head(truth.session.id, "panel-h", title, None, if approved.is_some() { 4 } else { 0 }),
            }}
            {put_back}
            <div class="two">
                <div class="stack">
                    {note(Tone::Good, "check", when, counts.to_owned(), false)}
                    <dl class="kv">
                        {row("Changed", changed(&done.request))}
                        {row("Approved", approved.into_any())}
                        {second}
                        {told}
                        {revert}
                        {row("Logged", view! { "Under rule "<code>{truth.rule(kind).to_owned()}</code> }.into_any())}
                    </dl>
                    <div class="row row--wrap"><a class="btn btn--primary btn--lg" href=home aria-keyshortcuts="Enter Escape">"Back to actions "<kbd>"↵"</kbd></a></div>
                </div>
                <section class="stack stack--sm" aria-labelledby="say-h">
                    <h3 id="say-h" class="h-sec">"You can say"</h3>
                    <p class="script">{said(kind)}</p>
                </section>
            </div>
        </section>
    }
    .into_any()
}

/// "30 ms later", or in seconds.
fn within(from: Timestamp, to: Timestamp) -> String {
    let millis = (to.millis() - from.millis()).max(0);
    if millis < 1000 { [&millis.to_string(), " ms later"].concat() } else { [&(millis / 1000).to_string(), " s later"].concat() }
}

fn changed(request: &Draft) -> AnyView {
    match request {
        Draft::ChangeEmail { to } => view! { "Email, to "<b>{to.to_string()}</b> }.into_any(),
        other => view! { <b>{other.new_value()}</b> }.into_any(),
    }
}

const fn said(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::ChangeEmail => "“It is done. Your new address counts from now. We have written to every address we had for you.”",
        ActionKind::Refund => "“It is done. The money is on its way to you.”",
        ActionKind::UpdateContactPreferences => "“It is done. You can see it in your app.”",
    }
}

/// Approved, but the gate wants more first.
pub fn not_open(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let Some((asked, request)) = truth.asked.as_ref().and_then(|asked| Some((asked, asked.request.as_ref()?))) else {
        return ().into_any();
    };
    let Some(Outcome::NotOpen { needs, user_verified, kept_until, open_now }) = &asked.outcome else { return ().into_any() };
    let name = request.kind().name();
    let until = || tick::text(Kind::Hm, *kept_until, page.now());
    let proof = if *user_verified { "Push approved, phone unlocked" } else { "Push approved, not unlocked" };
    let why = if *open_now {
        "The session has reached the level now. The approval is still good.".to_owned()
    } else {
        ["The customer approved it, and the session is ", level::name(truth.assurance.level), ". It needs ", level::name(*needs), "."]
            .concat()
    };
    view! {
            <section class="stack" aria-labelledby="panel-h">
                <div class="row row--wrap">
                    {back(truth.session.id)}
                    <h2 id="panel-h" class="h-page" tabindex="-1">{if *open_now { [name, " can run now"].concat() } else { [name, " is not open right now"].concat() }}</h2>
                    <span class="row end ink3">"Needs "{level_chip(*needs, false)}</span>
                </div>
                <div class="two two--first">
                    <div class="card card--hero stack">
                        <p class="md">{why}" "<b>"Nothing was changed."</b></p>
                        <ul aria-label=["What ", level::name(*needs), " needs"].concat()>
                            {need(true, "check", proof.to_owned(), view! { "For " {request.new_value()} ", valid until " {until()} }.into_any())}
                            {need(*open_now, "shieldok", ["Level ", level::name(*needs)].concat(), ["The session is ", level::name(truth.assurance.level)].concat().into_any())}
                        </ul>
                        {next(page, asked, request, *needs, *open_now)}
                    </div>
                    <div class="stack stack--sm">
                        {note(Tone::Plain, "copy", "The value and the approval are kept".to_owned(),
                            view! { {request.new_value()} ", until " {until()} ". Changing it voids the approval." }.into_any(), false)}
                        {note(Tone::Plain, "list", "Logged as not open".to_owned(),
                            ["By rule ", truth.rule(request.kind()), ". It does not count against you."].concat(), false)}
                        <p class="script">"“Thank you. I need one more thing: please answer one more request on your phone.”"</p>
                    </div>
                </div>
            </section>
        }
        .into_any()
}

fn need(has: bool, name: &'static str, head: String, hint: AnyView) -> AnyView {
    let (class, words) = if has { ("need need--has", "xs good") } else { ("need need--no", "xs warn") };
    view! {
        <li class=class>
            {icon(name, "i")}
            <span><b>{head}</b><br /><span class="hint">{hint}</span></span>
            <span class=words>{if has { "Have it" } else { "Missing" }}</span>
        </li>
    }
    .into_any()
}

fn next(page: &Page<'_>, asked: &AskedView, request: &Draft, needs: Level, open_now: bool) -> AnyView {
    let session = page.truth.session.id;
    if open_now {
        let button = view! { <button type="submit" class="btn btn--primary btn--lg" aria-keyshortcuts="Enter">"Run as approved "<kbd>"↵"</kbd></button> };
        let text = serde_json::to_string(request).unwrap_or_default();
        let fields = vec![("challenge", asked.challenge.to_string()), ("request", text), ("key", page.key.to_owned())];
        return button_form("/api/desk/run-approved", session, fields, button.into_any());
    }
    let Some(way) = page.truth.ways.iter().find(|way| way.reaches >= needs) else {
        return no_way(page.truth, needs);
    };
    let fields: Vec<_> = chosen(way).into_iter().map(|(name, value)| hidden(name, value)).collect();
    view! {
        <form method="post" action="/api/desk/raise" class="row row--wrap">
            {hidden("session", session.to_string())}
            {fields}
            <button type="submit" class="btn btn--primary btn--lg" aria-keyshortcuts="p">{icon(method_icon(way), "i")}"Ask for one more proof "<kbd>"P"</kbd></button>
            <span class="ink3">{["Then come back here and run it, ~", &way.seconds.to_string(), " s"].concat()}</span>
        </form>
    }
    .into_any()
}

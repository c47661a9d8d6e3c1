//! `/access`: the review under way, or the last one; `/access/{review}`: one of those before.

use domain::{
    access::{Decision, Standing},
    agent::{Overseer, Reviewer},
    refusal::Refusal,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    aside,
    filter::{Show, filter},
    overseer,
    table::{Around, table},
    view::{AccessView, Decider, ReviewView},
    words::{count, last_day},
};
use crate::{
    backend::ports,
    desk::redraw::Redraw,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    ui::{icon, time::date},
};

/// The review under way, or the last one.
#[component]
pub fn AccessPage() -> impl IntoView {
    draw(None, "/access".to_owned())
}

/// One of those before.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("review")).unwrap_or_default();
    let path = ["/access/", &id].concat();
    draw(Some(id), path)
}

fn draw(wanted: Option<String>, path: String) -> AnyView {
    let access = ports().access;
    let show = use_query_map().with_untracked(|query| query.get("show").map(|key| Show::from_key(&key)).unwrap_or_default());
    let overseer = match overseer() {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Ok(wanted) = wanted.map(|id| id.parse()).transpose() else {
        return view! { <TroublePage error=Refusal::NotFound.into() /> }.into_any();
    };
    let error = view! { <FormError /> }.into_any();
    let staff = overseer.staff().clone();
    view! {
        <StaffShell staff here=Here::Access title="Access" wide=true live=true>
            <Suspense>
                {Suspend::new(async move {
                    match access.page(&overseer, wanted).await {
                        Ok(page) => drawn(&overseer, &page, &path, show, error),
                        Err(error) => view! { <main class="sheet sheet--one" id="main"><Trouble error /></main> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffShell>
    }
    .into_any()
}

fn drawn(overseer: &Overseer, page: &AccessView, path: &str, show: Show, error: AnyView) -> AnyView {
    let reviewer = Reviewer::try_from(overseer.staff().clone()).is_ok();
    let now = page.now.micros().to_string();
    let body = page.review.as_ref().map_or_else(none, |review| shown(page, review, show, reviewer));
    view! {
        <main class="sheet sheet--wide access" id="main" data-stream="/live/access" data-now=now>
            <div class="cols">
                <header class="pagehead">
                    {head(page)}
                    <div class="live" id="access-filter" data-live>{page.review.as_ref().map(|review| filter(review, path, show))}</div>
                    <a class="btn" href="/access/staff">{icon("users", "i")}"People"</a>
                </header>
                {error}
                {body}
            </div>
            <aside class="side" aria-label="About this review">
                <div class="live" id="access-aside" data-live>{aside::aside(page)}</div>
                {aside::start(page, reviewer)}
                <Redraw />
            </aside>
        </main>
    }
    .into_any()
}

fn head(page: &AccessView) -> AnyView {
    let Some(review) = &page.review else {
        return view! { <div class="grow"><h1 class="h-page">"Access"</h1><p class="ink3">"Who may do what, and whether they still need it."</p></div> }.into_any();
    };
    let began =
        ["Granted, and used in the 90 days before ", &date(review.started.1, 0), "; a full bar is the most anybody used that role."]
            .concat();
    let end = match (&review.row.standing, &review.ended) {
        (Standing::Finished, Some((at, Some(by)))) => [" Finished by ", by, ", ", &date(*at, 0), "."].concat(),
        (Standing::Lapsed, Some((at, _))) => [" Its day came on ", &date(*at, 0), "."].concat(),
        _ => [" Due ", &date(last_day(review.row.due), 0), "."].concat(),
    };
    view! { <div class="grow"><h1 class="h-page">{review.row.name.clone()}</h1><p class="ink3">{began}{end}</p></div> }.into_any()
}

fn none() -> AnyView {
    view! {
        <div class="empty">
            {icon("users", "i")}
            <h2>"No review yet"</h2>
            <p>"A review lists what everybody may do and how they used it. What nobody keeps by its day is taken away."</p>
        </div>
    }
    .into_any()
}

fn shown(page: &AccessView, review: &ReviewView, show: Show, reviewer: bool) -> AnyView {
    let open = review.row.standing == Standing::Open && page.now < review.row.due;
    let around = Around { reader: &page.reader, open, show, now: page.now };
    view! {
        <div class="pane scrollx" tabindex="0" role="region" aria-label="Grants, by person">
            <div class="live" id="access-grants" data-live>{table(review, &around)}</div>
        </div>
        <footer class="panefoot"><div class="live row row--wrap grow" id="access-foot" data-live>{foot(review, open, reviewer)}</div></footer>
    }
    .into_any()
}

fn foot(review: &ReviewView, open: bool, reviewer: bool) -> AnyView {
    let of = |wanted: Decision| {
        review.grants.iter().filter(|row| row.decided.as_ref().is_some_and(|(decision, ..)| *decision == wanted)).count()
    };
    let undecided: Vec<_> = review.grants.iter().filter(|row| row.decided.is_none()).collect();
    let theirs = undecided.iter().filter(|row| row.decider == Decider::You).count();
    let (to_go, elsewhere) = (undecided.len(), undecided.len() - theirs);
    let gone = of(Decision::Remove);
    let lapsed = of(Decision::Lapsed);
    let mut sums = [of(Decision::Keep) + of(Decision::LastAdministrator)].map(|kept| [&kept.to_string(), " kept"].concat()).to_vec();
    sums.push([&gone.to_string(), " removed"].concat());
    if open {
        sums.push([&theirs.to_string(), " to decide"].concat());
    } else {
        sums.push([&lapsed.to_string(), " lapsed"].concat());
    }
    let with_others = (open && elsewhere > 0).then(|| [", ", &count(elsewhere, "with somebody else", "with somebody else")].concat());
    let id = review.row.id.to_string();
    let forms = (open && reviewer).then(|| {
        let waits = (to_go > 0).then(|| view! { <span class="hint" id="fin">{count(to_go, "to go", "to go")}</span> });
        view! {
            <form method="post" action="/api/access/keep-all">
                <input type="hidden" name="review" value=id.clone() />
                <button type="submit" class="btn" data-press="keep-all">"Keep all in use"</button>
            </form>
            <form method="post" action="/api/access/finish">
                <input type="hidden" name="review" value=id.clone() />
                <button type="submit" class="btn btn--primary" data-press="finish" aria-disabled=(to_go > 0).then_some("true")
                    aria-describedby=(to_go > 0).then_some("fin")>"Finish review"</button>
            </form>
            {waits}
        }
    });
    view! { <p class="grow" role="status"><b>{sums.join(", ")}</b>{with_others}</p>{forms} }.into_any()
}

//! `/audit`: a search of the log. Its address says what is asked; that it was asked is in the log.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use domain::audit_search::Search;

use super::{
    address, export::export, facets::facets, filters::filters, integrity::integrity, parts::grouped, reader, table::table, view::LogView,
};
use crate::{
    backend::ports,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    ui::icon,
};

/// A page of what was found.
#[component]
pub fn LogPage() -> impl IntoView {
    let log = ports().log;
    let search = use_query_map().with_untracked(address::search);
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    let error = view! { <FormError /> }.into_any();
    view! {
        <StaffShell staff here=Here::Log title="Audit log" wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match log.search(&reader, search).await {
                        Ok(page) => drawn(&page, error),
                        Err(error) => view! { <main class="sheet sheet--one" id="main"><Trouble error /></main> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffShell>
    }
    .into_any()
}

fn drawn(page: &LogView, error: AnyView) -> AnyView {
    let older = page.older.map(|before| {
        let href = address::at("/audit", &Search { before: Some(before), ..page.search.clone() });
        view! { <a class="btn" href=href rel="next">"Older"</a> }
    });
    let newest = page.search.before.map(|_| view! { <a class="btn" href=address::newest(&page.search)>"Newest"</a> });
    let number = page.number.map(|number| {
        let href = ["/audit/entry/", &number.to_string()].concat();
        view! { <a class="btn btn--sm" href=href>{["Entry no. ", &grouped(number)].concat()}</a> }
    });
    let pruned = page.pruned.as_ref().map(|pruned| {
        view! { <p class="grow xs ink3">{pruned.older_in_words()}" "<a href="/audit/pruning">"Prunings"</a></p> }
    });
    let waits = page.pruning_waits.then(|| {
        view! { <a class="btn btn--sm" href="/audit/pruning">"A pruning of the log "<span class="tag tag--accent">"waits for you"</span></a> }
    });
    let foot = (older.is_some() || newest.is_some() || pruned.is_some() || waits.is_some())
        .then(|| view! { <div class="panefoot">{pruned}{waits}{newest}{older}</div> });
    view! {
        <main class="sheet sheet--log" id="main">
            {facets(page)}
            <div class="cols">
                {integrity(page)}
                {error}
                <div class="panehead">
                    <h1 class="vh">"Audit log"</h1>
                    <label class="find grow">
                        {icon("search", "i")}
                        <input form="filters" name="q" value=page.search.text.clone() maxlength="100" autocomplete="off" aria-label="Search the log"
                            placeholder="Agent, case, customer no., device or entry no." />
                    </label>
                    {number}
                    {filters(page)}
                    {export(page)}
                </div>
                <div class="pane scrollx" tabindex="0" role="region" aria-label="Entries, newest first">{table(page)}</div>
                {foot}
            </div>
        </main>
    }
    .into_any()
}

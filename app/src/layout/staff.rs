//! The frame of every staff page: skip link, top bar, and the live regions that announce.

use leptos::prelude::*;
use leptos_meta::Title;

use domain::agent::{LogReader, Overseer, Role, Staff};

use super::{KeysHelp, LinkState};
use crate::ui::icon;

/// Which part of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// The desk.
    Desk,
    /// A person's own sign-ins.
    Account,
    /// The floor.
    Floor,
    /// The audit log.
    Log,
    /// The assurance policy.
    Policy,
    /// Who may do what.
    Access,
    /// Staff and invitations.
    Staff,
    /// Screens at counters.
    Kiosks,
}

/// A staff page. Its children are the rail, if any, and `<main class="sheet" id="main">`.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn StaffShell(
    /// Who is signed in.
    staff: Staff,
    /// Where they are.
    here: Here,
    /// The page's title, without "Countersign".
    #[prop(into)]
    title: String,
    /// Whether the page shows news by itself, and so says whether it is connected.
    #[prop(optional)]
    live: bool,
    /// Whether there is no rail.
    #[prop(optional)]
    wide: bool,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=[title.as_str(), " · Countersign"].concat() />
        <div class=if wide { "app app--wide" } else { "app" }>
            <a class="skip" href="#main">"Skip to content"</a>
            <header class="topbar">
                <a class="brand" href="/desk"><span class="brand__mark">{icon("mark", "i")}</span>"Countersign"</a>
                {main_nav(&staff, here)}
                <div class="topbar__end">
                    {live.then(|| view! { <LinkState /> })}
                    <KeysHelp />
                    {account_menu(&staff)}
                </div>
            </header>
            {children()}
        </div>
        <div id="say" class="vh" aria-live="polite"></div>
        <div id="say-now" class="vh" aria-live="assertive"></div>
    }
}

/// A staff page without a rail: one column under a heading.
#[component]
pub fn StaffSheet(
    /// Who is signed in.
    staff: Staff,
    /// Where they are.
    here: Here,
    /// The page's heading, which is its title too.
    heading: &'static str,
    /// What the page is for.
    lead: &'static str,
    /// The stream that says when to draw its live parts again, if it has any.
    #[prop(optional)]
    stream: Option<&'static str>,
    /// What stands under the heading.
    children: Children,
) -> impl IntoView {
    view! {
        <StaffShell staff here title=heading wide=true live=stream.is_some()>
            <main class="sheet sheet--one" id="main" data-stream=stream>
                <div class="work">
                    <header class="sesshead"><div class="grow"><h1>{heading}</h1><p class="ink3">{lead}</p></div></header>
                    {children()}
                </div>
            </main>
        </StaffShell>
    }
}

fn main_nav(staff: &Staff, here: Here) -> AnyView {
    let link = |place: Here, href: &'static str, name: &'static str| {
        view! { <a href=href aria-current=(here == place).then_some("page")>{name}</a> }
    };
    view! {
        <nav class="topnav" aria-label="Main">
            {staff.is(Role::Agent).then(|| link(Here::Desk, "/desk", "Desk"))}
            {link(Here::Account, "/account", "My activity")}
            {staff.is(Role::Supervisor).then(|| link(Here::Floor, "/floor", "Floor"))}
            {(staff.is(Role::Auditor) && !staff.is(Role::Supervisor)).then(|| link(Here::Floor, "/floor/alerts", "Alerts"))}
            {LogReader::try_from(staff.clone()).is_ok().then(|| link(Here::Log, "/audit", "Audit log"))}
            {Overseer::try_from(staff.clone()).is_ok().then(|| link(Here::Policy, "/policy", "Policy"))}
            {Overseer::try_from(staff.clone()).is_ok().then(|| link(Here::Access, "/access", "Access"))}
            {staff.is(Role::Administrator).then(|| link(Here::Staff, "/staff", "Staff"))}
            {staff.is(Role::Administrator).then(|| link(Here::Kiosks, "/kiosks", "Kiosks"))}
        </nav>
    }
    .into_any()
}

fn account_menu(staff: &Staff) -> AnyView {
    let name = staff.name.as_str().to_owned();
    // Those who prune are not all readers of the log, so its pages do not lead there.
    let pruning = Overseer::try_from(staff.clone()).is_ok().then(|| {
        view! { <li><a href="/audit/pruning">{icon("trash", "i")}<span>"Pruning the log"</span></a></li> }
    });
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! {
        <details class="menu menu--account">
            <summary class="row">
                <span class="avatar" aria-hidden="true">{initials}</span>
                <span class="who-name">{name}</span>
                <span class="vh">", account menu"</span>
                {icon("down", "i i--sm")}
            </summary>
            <ul>
                <li><a href="/account">{icon("users", "i")}<span>"My sign-ins"</span></a></li>
                {pruning}
                <li>
                    <form method="post" action="/api/account/sign-out">
                        <button type="submit">{icon("door", "i")}<span>"Sign out"</span></button>
                    </form>
                </li>
            </ul>
        </details>
    }
    .into_any()
}

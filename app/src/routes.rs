//! Every page and where it lives.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{access, account, desk, exports, kiosk, layout::NotFoundPage, log, oversight, phone, policy, prove, pruning, receipt};

/// The pages. Each is drawn whole before it is sent, so that it works without a script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=account::SignInPage ssr=SsrMode::Async />
                <Route path=path!("/setup") view=account::SetupPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=account::OwnSignInsPage ssr=SsrMode::Async />
                <Route path=path!("/staff") view=account::StaffPage ssr=SsrMode::Async />
                <Route path=path!("/desk") view=desk::DeskPage ssr=SsrMode::Async />
                <Route path=path!("/desk/new") view=desk::NewSessionPage ssr=SsrMode::Async />
                <Route path=path!("/desk/:session") view=desk::OverviewPage ssr=SsrMode::Async />
                <Route path=path!("/desk/:session/do/:action") view=desk::FillInPage ssr=SsrMode::Async />
                <Route path=path!("/desk/:session/asked/:challenge") view=desk::AskedPage ssr=SsrMode::Async />
                <Route path=path!("/desk/:session/ran/:run") view=desk::RanPage ssr=SsrMode::Async />
                <Route path=path!("/desk/:session/second/:request") view=desk::SecondPage ssr=SsrMode::Async />
                <Route path=path!("/floor") view=oversight::FloorPage ssr=SsrMode::Async />
                <Route path=path!("/floor/pairs") view=oversight::second_person::PairsPage ssr=SsrMode::Async />
                <Route path=path!("/floor/alerts") view=oversight::AlertsPage ssr=SsrMode::Async />
                <Route path=path!("/floor/alerts/:alert") view=oversight::AlertDetailPage ssr=SsrMode::Async />
                <Route path=path!("/floor/numbers") view=oversight::NumbersPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=log::LogPage ssr=SsrMode::Async />
                <Route path=path!("/audit/entry/:number") view=log::EntryPage ssr=SsrMode::Async />
                <Route path=path!("/audit/entry/:number/receipt") view=receipt::ReaderReceiptPage ssr=SsrMode::Async />
                <Route path=path!("/audit/outside") view=log::OutsidePage ssr=SsrMode::Async />
                <Route path=path!("/audit/pruning") view=pruning::PruningPage ssr=SsrMode::Async />
                <Route path=path!("/audit/exports") view=exports::ExportsPage ssr=SsrMode::Async />
                <Route path=path!("/audit/session/:session") view=log::StoryPage ssr=SsrMode::Async />
                <Route path=path!("/access") view=access::AccessPage ssr=SsrMode::Async />
                <Route path=path!("/access/staff") view=access::PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/access/staff/:staff") view=access::PersonPage ssr=SsrMode::Async />
                <Route path=path!("/access/:review") view=access::ReviewPage ssr=SsrMode::Async />
                <Route path=path!("/policy") view=policy::PolicyPage ssr=SsrMode::Async />
                <Route path=path!("/policy/new") view=policy::ProposePage ssr=SsrMode::Async />
                <Route path=path!("/policy/customers") view=oversight::FewWaysPage ssr=SsrMode::Async />
                <Route path=path!("/policy/:version") view=policy::VersionPage ssr=SsrMode::Async />
                <Route path=path!("/kiosk") view=kiosk::KioskPage ssr=SsrMode::Async />
                <Route path=path!("/kiosks") view=kiosk::KiosksPage ssr=SsrMode::Async />
                <Route path=path!("/me") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/add") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/added") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/pin") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/totp") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/passkey") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/asked/:challenge") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/stopped") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/undone/:run") view=phone::PhonePage ssr=SsrMode::Async />
                <Route path=path!("/me/receipt/change/:run") view=receipt::TheirReceiptPage ssr=SsrMode::Async />
                <Route path=path!("/me/receipt/contact/:session") view=receipt::TheirContactReceiptPage ssr=SsrMode::Async />
                <Route path=path!("/me/not-me/:token") view=phone::NotMePage ssr=SsrMode::Async />
                <Route path=path!("/me/put-back/:token") view=phone::PutBackPage ssr=SsrMode::Async />
                <Route path=path!("/me/register/:token") view=phone::RegisterPage ssr=SsrMode::Async />
                <Route path=path!("/p/:token") view=prove::ProvePage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

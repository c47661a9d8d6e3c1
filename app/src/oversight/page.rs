//! The floor: what was stopped, why, and the end of a freeze. Only a supervisor sees it.

use leptos::prelude::*;

use domain::{agent::Supervisor, alert::AlertBecause, session::FrozenBecause};

use super::{second_person::SecondPersonQueue, view::AlertRow};
use crate::{
    backend::{ports, signed_in},
    desk::{parts::number, redraw::Redraw},
    layout::{FormError, Here, StaffSheet, Trouble, TroublePage},
    ui::{icon, time::date_hm},
};

const LEAD: &str = "What was stopped, and why. Call the customer back on a number from before today, then end the freeze. For an hour new contacts of theirs open with a warning and reach less.";

/// The alerts, newest first.
#[component]
pub fn FloorPage() -> impl IntoView {
    let oversight = ports().oversight;
    let staff = match signed_in() {
        Ok(staff) => staff,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let supervisor = match Supervisor::try_from(staff.clone()) {
        Ok(supervisor) => supervisor,
        Err(refusal) => {
            let error = refusal.into();
            return view! { <TroublePage error /> }.into_any();
        }
    };
    view! {
        <StaffSheet staff here=Here::Floor heading="Floor" lead=LEAD stream="/live/floor">
            <FormError />
            <SecondPersonQueue supervisor=supervisor.clone() />
            <div class="live" id="alerts" data-live>
                <Suspense>
                    {Suspend::new(async move {
                        match oversight.alerts(&supervisor).await {
                            Ok(alerts) => list(alerts),
                            Err(error) => view! { <Trouble error /> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
            <Redraw />
        </StaffSheet>
    }
    .into_any()
}

fn list(alerts: Vec<AlertRow>) -> AnyView {
    if alerts.is_empty() {
        return view! {
            <div class="empty">
                {icon("shieldok", "i")}
                <h2>"Nothing was stopped"</h2>
                <p>"When a customer says “this isn’t me” or an agent marks an attack, it stands here within a second."</p>
            </div>
        }
        .into_any();
    }
    view! { <ul class="alerts">{alerts.into_iter().map(row).collect_view()}</ul> }.into_any()
}

const fn because(why: AlertBecause) -> &'static str {
    let why = match why {
        AlertBecause::Stopped(why) => why,
        AlertBecause::TriedAgain => return "Tried again within the hour",
    };
    match why {
        FrozenBecause::NotMe => "“No, this isn’t me”",
        FrozenBecause::ToldTo => "“Someone told me to approve this”",
        FrozenBecause::SuspectedAttack => "Suspected attack, marked by the agent",
        FrozenBecause::PutBack => "Put back: “this was not me”",
        FrozenBecause::NotTheirDoing => "“This was not me”: somebody else changed how they prove who they are",
        FrozenBecause::NotTheirContact => "“That’s not right”: the customer does not know this contact",
    }
}

fn row(alert: AlertRow) -> impl IntoView {
    let place = match (&alert.agent, alert.channel) {
        (Some(agent), Some(channel)) => [agent.as_str(), ", ", channel.rule().name, ". "].concat(),
        _ => String::new(),
    };
    let (what, over, action, press) = match alert.because {
        AlertBecause::Stopped(_) => ("Account frozen ", "Freeze ended ", "/api/oversight/end-freeze", "End the freeze"),
        AlertBecause::TriedAgain => {
            ("After a try that did not get through. New contacts reach less for an hour. Opened ", "Seen ", "/api/oversight/seen", "Seen")
        }
    };
    let detail = ["Customer ", &number(&alert.customer_number), ". ", &place, what, &date_hm(alert.at, 0), " UTC."].concat();
    let closed = alert.closed.map(|(at, by)| [over, &date_hm(at, 0), " by ", &by].concat());
    let next = match closed {
        Some(closed) => view! { <span class="xs ink3">{closed}</span> }.into_any(),
        None => view! {
            <form method="post" action=action>
                <input type="hidden" name="alert" value=alert.id.to_string() />
                <button type="submit" class="btn btn--sm">{press}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="alertrow">
            <span class="chan chan--bad">{icon("report", "i")}</span>
            <p><b>{because(alert.because)}</b>{detail}</p>
            {next}
        </li>
    }
}

//! The grants under review, by person.

use domain::{access::Decision, agent::Staff, ids::AccessReviewId, time::Timestamp};
use leptos::prelude::*;

use super::{
    filter::Show,
    view::{Decider, GrantRow, ReviewView},
    words::{decided, finding, others},
};
use crate::{
    account::role_name,
    log::grouped,
    ui::time::{date, day},
};

/// What the rows of one page have in common.
pub struct Around<'a> {
    /// Who looks.
    pub reader: &'a Staff,
    /// Whether anything can be decided still.
    pub open: bool,
    /// Which grants are shown.
    pub show: Show,
    /// The present instant.
    pub now: Timestamp,
}

/// The table.
pub fn table(review: &ReviewView, around: &Around<'_>) -> AnyView {
    let shown: Vec<_> = review.grants.iter().filter(|row| around.show.shows(row)).collect();
    if shown.is_empty() {
        return view! { <p class="empty">"None of them."</p> }.into_any();
    }
    let first = |place: usize| place == 0 || shown[place - 1].grant.staff != shown[place].grant.staff;
    let rows: Vec<_> = shown.iter().enumerate().map(|(place, row)| line(review.row.id, row, first(place), around)).collect();
    view! {
        <table class="table table--tall review">
            <thead>
                <tr>
                    <th scope="col">"Person"</th>
                    <th scope="col">"May"</th>
                    <th scope="col">"Used in 90 days"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"Finding"</th>
                    <th scope="col" class="num">"Decision"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(review: AccessReviewId, row: &GrantRow, first: bool, around: &Around<'_>) -> AnyView {
    let who = if first {
        let href = ["/access/staff/", &row.grant.staff.to_string()].concat();
        let place = if row.grant.staff == around.reader.id { "You".to_owned() } else { ["No. ", &row.number.to_string()].concat() };
        view! { <a href=href><b>{row.name.clone()}</b></a><br /><span class="ink3 xs">{place}</span> }.into_any()
    } else {
        view! { <span class="vh">{row.name.clone()}</span> }.into_any()
    };
    let last = row.last_used.map_or_else(|| "Never".to_owned(), |at| day(at, around.now, 0));
    let width = [&row.share.to_string(), "%"].concat();
    view! {
        <tr class=first.then_some("first")>
            <td>{who}</td>
            <td>{role_name(row.grant.role)}</td>
            <td>
                <span class="use">
                    <svg class="bar" aria-hidden="true"><rect width=width height="100%" rx="3"></rect></svg>
                    <b class="num">{grouped(u64::from(row.uses))}</b>
                </span>
            </td>
            <td>{last}</td>
            <td>{finding(row.finding)}</td>
            <td class="num">{decision(review, row, around)}</td>
        </tr>
    }
    .into_any()
}

/// The decision, or the form to make it. What a form led back to has its name, so that the focus returns there.
fn decision(review: AccessReviewId, row: &GrantRow, around: &Around<'_>) -> AnyView {
    let name = anchor(row);
    let kept = row.decided.as_ref().is_some_and(|(decision, ..)| *decision == Decision::Keep);
    let may = around.open && row.decider == Decider::You && (row.decided.is_none() || kept);
    if may {
        return form(review, row, kept, &name, around.show);
    }
    let words = match &row.decided {
        Some((decision, at, by)) => [&decided(*decision, by.as_deref()), ", ", &date(*at, 0)].concat(),
        None if around.open => others(row),
        None => String::new(),
    };
    view! { <span class="ink3" id=name tabindex="-1">{words}</span> }.into_any()
}

fn form(review: AccessReviewId, row: &GrantRow, kept: bool, name: &str, show: Show) -> AnyView {
    let label = ["Decision: ", &row.name, ", ", role_name(row.grant.role)].concat();
    let (keep, remove) = (["keep-", name].concat(), ["remove-", name].concat());
    view! {
        <form method="post" action="/api/access/decide">
            <input type="hidden" name="review" value=review.to_string() />
            <input type="hidden" name="staff" value=row.grant.staff.to_string() />
            <input type="hidden" name="role" value=row.grant.role.key() />
            <input type="hidden" name="show" value=show.key() />
            <div class="seg decide" id=name.to_owned() tabindex="-1" role="group" aria-label=label>
                <button type="submit" name="decision" value="keep" data-press=keep aria-pressed=if kept { "true" } else { "false" }>"Keep"</button>
                <button type="submit" name="decision" value="remove" data-press=remove aria-pressed="false">"Remove"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The name of a grant in its page.
pub fn anchor(row: &GrantRow) -> String {
    ["g-", &row.grant.staff.to_string(), "-", row.grant.role.key()].concat()
}

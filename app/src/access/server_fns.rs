//! What those do who answer for other people's access: plain forms.

use domain::{
    access::{Decision, Grant},
    agent::Role,
    ids::{AccessReviewId, AgentId, RightRequestId},
    text::ShownText,
};
use leptos::prelude::*;

use super::filter::Show;
use crate::{
    backend::{ports, signed_in},
    error::ApiError,
};

fn to_person(staff: AgentId) {
    leptos_axum::redirect(&["/access/staff/", &staff.to_string()].concat());
}

/// Ends every sign-in of somebody else.
///
/// # Errors
/// Without the right over them, or when they are signed in nowhere.
#[server(endpoint = "access/end-sign-ins", prefix = "/api")]
pub async fn end_sign_ins(staff: AgentId, reason: ShownText) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().access.end_sign_ins(&reviewer, staff, &reason).await?;
    to_person(staff);
    Ok(())
}

/// Takes a right away.
///
/// # Errors
/// Without the role, for one's own, or for the last administrator.
#[server(endpoint = "access/take", prefix = "/api")]
pub async fn take_right(staff: AgentId, role: Role, reason: ShownText) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().access.take(&administrator, Grant { staff, role }, &reason).await?;
    to_person(staff);
    Ok(())
}

/// Asks for a right to be given.
///
/// # Errors
/// Without the role, for oneself, or when they hold it.
#[server(endpoint = "access/ask", prefix = "/api")]
pub async fn ask_right(staff: AgentId, role: Role, reason: ShownText) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().access.ask(&administrator, Grant { staff, role }, &reason).await?;
    to_person(staff);
    Ok(())
}

/// Gives what another administrator asked for.
///
/// # Errors
/// Without the role, for what one asked for oneself, or when it does not wait any more.
#[server(endpoint = "access/give", prefix = "/api")]
pub async fn give_right(request: RightRequestId, staff: AgentId) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().access.give(&administrator, request).await?;
    to_person(staff);
    Ok(())
}

/// Does not give it, or takes one's own request back.
///
/// # Errors
/// Without the role, or when it does not wait any more.
#[server(endpoint = "access/not-give", prefix = "/api")]
pub async fn not_give_right(request: RightRequestId, staff: AgentId) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().access.not_give(&administrator, request).await?;
    to_person(staff);
    Ok(())
}

/// Starts a review.
///
/// # Errors
/// Without the right, when the day does not fit, or while another one is under way.
#[server(endpoint = "access/start", prefix = "/api")]
pub async fn start_review(name: ShownText, due: String) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().access.start(&reviewer, &name, &due).await?;
    leptos_axum::redirect("/access");
    Ok(())
}

/// Keeps or removes a grant.
///
/// # Errors
/// Without the right over it, or when the review is over.
#[server(endpoint = "access/decide", prefix = "/api")]
pub async fn decide_grant(
    review: AccessReviewId,
    staff: AgentId,
    role: Role,
    decision: String,
    #[server(default)] show: String,
) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().access.decide(&reviewer, review, Grant { staff, role }, Decision::of_person(&decision)?).await?;
    // Back to where the decision stands, in the same list.
    let place = ["/access", &Show::from_key(&show).query(), "#g-", &staff.to_string(), "-", role.key()].concat();
    leptos_axum::redirect(&place);
    Ok(())
}

/// Keeps everything that is in use.
///
/// # Errors
/// Without the right, or when nothing is left to keep.
#[server(endpoint = "access/keep-all", prefix = "/api")]
pub async fn keep_all_in_use(review: AccessReviewId) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().access.keep_all_in_use(&reviewer, review).await?;
    leptos_axum::redirect("/access");
    Ok(())
}

/// Ends a review.
///
/// # Errors
/// Without the right, or when something is not decided.
#[server(endpoint = "access/finish", prefix = "/api")]
pub async fn finish_review(review: AccessReviewId) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().access.finish(&reviewer, review).await?;
    leptos_axum::redirect("/access");
    Ok(())
}

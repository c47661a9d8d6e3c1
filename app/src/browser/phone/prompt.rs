//! A request: the six digits, and three answers of one size.

use std::rc::Rc;

use domain::challenge::{Answer, UserVerification};
use web_sys::HtmlDialogElement;

use super::{act::Then, field, give::give, page::Phone};
use crate::{
    browser::{
        device::Problem,
        dom::{attribute, find, find_as, say},
    },
    phone::typed::other_digits,
};

/// How this phone will show who holds it.
fn way(phone: &Phone) -> UserVerification {
    let drawn = find("#answer").map(|form| attribute(&form, "data-way")).unwrap_or_default();
    match drawn.as_str() {
        _ if phone.without.get() => UserVerification::None,
        "passkey" => UserVerification::Passkey,
        "unlock" => UserVerification::Unlock,
        _ => UserVerification::None,
    }
}

/// "Approve" was pressed.
pub fn approve(phone: &Rc<Phone>) {
    if !field::is_full("digits") {
        say("Type all six digits first", false);
        return field::back_to("digits", false);
    }
    match (way(phone), find_as::<HtmlDialogElement>("#unlock")) {
        (UserVerification::Unlock, Some(sheet)) => drop(sheet.show_modal()),
        (way, _) => answer(phone, Answer::Approve, way),
    }
}

/// The demo phone was unlocked.
pub fn unlocked(phone: &Rc<Phone>) {
    close();
    answer(phone, Answer::Approve, UserVerification::Unlock);
}

/// The unlock sheet goes.
pub fn close() {
    if let Some(sheet) = find_as::<HtmlDialogElement>("#unlock") {
        sheet.close();
    }
}

/// No confirming step for a no: what stops everything is one press away.
pub fn answer(phone: &Rc<Phone>, answer: Answer, verified: UserVerification) {
    let this = phone.clone();
    phone.act(async move {
        field::wrong("digits", None);
        match give(answer, &field::value("digits"), verified).await {
            Ok(_) => Ok(Then::Show(this.place())),
            Err(problem) => refused(&this, problem, verified),
        }
    });
}

/// What follows from a refusal.
fn refused(phone: &Phone, problem: Problem, verified: UserVerification) -> Result<Then, Problem> {
    match (problem.code.as_str(), problem.tries_left) {
        ("other-digits", Some(0)) => Ok(Then::Show(phone.place())),
        ("other-digits", tries) => {
            let first_name = find("#answer").map(|form| attribute(&form, "data-first")).unwrap_or_default();
            Ok(Then::Again("digits", other_digits(&first_name, tries.unwrap_or(1)), true))
        }
        ("challenge-over", _) => Err(problem),
        _ => {
            // A lost passkey must not shut the customer out: the next press goes without, and the agent sees that.
            phone.without.set(verified == UserVerification::Passkey && problem.code != "offline");
            Err(problem)
        }
    }
}

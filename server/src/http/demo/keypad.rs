//! The keypad of the telephone that a demo's customer calls with, standing in for a telephone system: what is typed here goes the way
//! that the telephony API's digits go.

use axum::{Form, extract::State, response::Html};
use serde::Deserialize;

use domain::challenge::EntryNumber;

use super::{super::refused::Refused, escape, head};
use crate::services::{Shared, Trouble, demo, pins};

/// What is typed.
#[derive(Deserialize)]
pub struct Typed {
    entry: String,
    digits: String,
}

/// The page.
pub async fn keypad() -> Html<String> {
    Html(page("", None))
}

/// Posts what was typed; says what the caller would hear.
pub async fn typed(State(shared): State<Shared>, Form(Typed { entry, digits }): Form<Typed>) -> Result<Html<String>, Refused> {
    let said = match enter(&shared, &entry, &digits).await {
        Ok(()) => ("note note--good", "Thank you. You are put back to the agent.".to_owned()),
        Err(Trouble::Refused(refusal)) => ("note note--warn", refusal.to_string()),
        Err(fault) => return Err(fault.into()),
    };
    Ok(Html(page(&entry, Some(said))))
}

async fn enter(shared: &Shared, entry: &str, digits: &str) -> Result<(), Trouble> {
    let number = EntryNumber::parse(entry)?;
    pins::started(shared, &number).await?;
    pins::enter(shared, &number, digits).await
}

fn page(entry: &str, said: Option<(&str, String)>) -> String {
    let said = said.map(|(class, text)| format!("<p class=\"{class}\" role=\"status\">{}</p>", escape(&text))).unwrap_or_default();
    let (head, entry, (name, pin)) = (head("Demo keypad"), escape(entry), demo::WITH_PIN);
    format!(
        "{head}<header class=\"sesshead\"><div class=\"grow\"><h1>Demo keypad</h1>\
         <p class=\"ink3\">Stands for the telephone the customer calls with. {name}’s PIN is {pin}; the others choose theirs on their phone.</p></div></header>\
         {said}<form method=\"post\" action=\"/demo/keypad\" class=\"stack card\" autocomplete=\"off\">\
         <div class=\"field\"><label for=\"entry\">Number that the agent’s page shows</label>\
         <input class=\"input\" id=\"entry\" name=\"entry\" inputmode=\"numeric\" required maxlength=\"9\" value=\"{entry}\"></div>\
         <div class=\"field\"><label for=\"digits\">PIN</label>\
         <input class=\"input\" id=\"digits\" name=\"digits\" type=\"password\" inputmode=\"numeric\" required maxlength=\"24\"></div>\
         <div class=\"row\"><button type=\"submit\" class=\"btn btn--primary\">Send it</button></div></form></main></body></html>"
    )
}

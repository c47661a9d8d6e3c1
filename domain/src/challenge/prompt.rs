//! What the phone shows: made on the server, shown as it is, and signed as it is.

use serde::{Deserialize, Serialize};

use crate::{
    action::ActionRequest,
    agent::Staff,
    channel::{Channel, StartedBy},
};

/// The words of one prompt. The phone shows exactly these, and its answer is signed over [`Prompt::text`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The heading: "Did you contact Acme?", or "Acme is calling you" when we started it.
    pub question: String,
    /// Who asks, as customers see staff: first name and initial.
    pub who: String,
    /// Their first name, whose digits are to be typed.
    pub first_name: String,
    /// The asking team and staff number.
    pub who_detail: String,
    /// What will change, heading first; for a prompt without a change, that nothing does.
    pub what: Vec<String>,
    /// Who contacted whom, and how.
    pub contact: String,
}

impl Prompt {
    /// Writes the words for one request.
    #[must_use]
    pub fn write(
        organisation: &str,
        hotline: &str,
        agent: &Staff,
        channel: Channel,
        started_by: StartedBy,
        request: Option<&ActionRequest>,
    ) -> Self {
        let first_name = agent.first_name().to_owned();
        let question = match started_by {
            StartedBy::Customer => format!("Did you contact {organisation}?"),
            StartedBy::Us => format!("{organisation} is calling you"),
        };
        let contact = match started_by {
            StartedBy::Customer if channel.rule().key == "phone" => format!("You called us, on {hotline}"),
            StartedBy::Customer => channel.rule().customer_started.to_owned(),
            StartedBy::Us => channel.rule().we_started.to_owned(),
        };
        let what = request.map_or_else(
            || vec![format!("Show {first_name} that it is you"), "Nothing changes by this".to_owned()],
            ActionRequest::in_words,
        );
        Self {
            question,
            who: agent.name_for_customers(),
            first_name,
            who_detail: format!("{organisation} Care, no. {}", agent.number),
            what,
            contact,
        }
    }

    /// What stands in place of words that were erased.
    #[must_use]
    pub fn erased() -> Self {
        let erased = || "Erased".to_owned();
        Self { question: erased(), who: erased(), first_name: erased(), who_detail: erased(), what: vec![erased()], contact: erased() }
    }

    /// The text that is signed: every shown word, one line each (B02).
    #[must_use]
    pub fn text(&self) -> String {
        let head = [&self.question, &self.who, &self.who_detail];
        let lines: Vec<&str> = head.into_iter().chain(&self.what).chain([&self.contact]).map(String::as_str).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::agent::Role;

    #[test]
    fn b02_the_text_names_the_company_the_agent_who_called_whom_and_the_exact_change() {
        let ana = Staff { id: Uuid::nil().into(), name: "Ana Lindqvist".parse().unwrap(), number: 2207, roles: vec![Role::Agent] };
        let request = ActionRequest::ChangeEmail { from: "mk@mail.example".parse().unwrap(), to: "mirela.k@post.example".parse().unwrap() };
        let phone = Channel::from_key("phone").unwrap();
        let prompt = Prompt::write("Acme", "0800 555 0100", &ana, phone, StartedBy::Customer, Some(&request));
        assert_eq!(
            prompt.text(),
            "Did you contact Acme?\nAna L.\nAcme Care, no. 2207\nChange your email address\nfrom mk@mail.example\n\
             to mirela.k@post.example\nYou called us, on 0800 555 0100"
        );
    }
}

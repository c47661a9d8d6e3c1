//! Cedar: a `permit` for each action, the session's level and what was approved in the context. Requests are made beforehand.

use core::str::FromStr;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use serde_json::json;

use crate::{
    Facts, Failure,
    table::{Action, BAND, CHANNELS, ROLES},
};

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

impl Cedar {
    pub fn new(actions: &[Action]) -> Result<Self, Failure> {
        let text: String = actions.iter().map(permit).collect();
        Ok(Self { authorizer: Authorizer::new(), policies: PolicySet::from_str(&text)?, entities: Entities::empty() })
    }

    pub fn request(facts: &Facts<'_>) -> Result<Request, Failure> {
        let uid = |of: &str, id: &str| EntityUid::from_str(&format!("{of}::\"{id}\""));
        let context = json!({
            "level": facts.level,
            "amount": facts.amount,
            "consent": facts.consent,
            "second_person": facts.second_person,
        });
        Ok(Request::new(
            uid("Role", facts.role)?,
            uid("Action", facts.action)?,
            uid("Channel", facts.channel)?,
            Context::from_json_value(context, None)?,
            None,
        )?)
    }

    pub fn allows(&self, request: &Request) -> bool {
        self.authorizer.is_authorized(request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}

fn permit(action: &Action) -> String {
    let one_of = |entity: &str, names: Vec<&str>| {
        let names: Vec<_> = names.into_iter().map(|name| format!("{entity}::\"{name}\"")).collect();
        names.join(", ")
    };
    let mut when = vec![
        format!("[{}].contains(principal)", one_of("Role", action.roles.iter().map(|&role| ROLES[role]).collect())),
        format!("[{}].contains(resource)", one_of("Channel", action.channels.iter().map(|&channel| CHANNELS[channel].0).collect())),
        format!("context.level >= {}", action.level.rank()),
    ];
    when.extend(action.consent.then(|| "context.consent".to_owned()));
    when.extend(action.second_person.then(|| "context.second_person".to_owned()));
    when.extend(action.banded.then(|| format!("(context.amount <= {BAND} || (context.level >= 3 && context.second_person))")));
    format!("permit (principal, action == Action::\"{}\", resource) when {{ {} }};\n", action.key, when.join(" && "))
}

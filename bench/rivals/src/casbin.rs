//! Casbin: a line for each action and role, what else it needs as the rule that `eval` runs (its way of scaling attributes).

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};

use crate::{
    Facts, Failure,
    table::{Action, BAND, CHANNELS, ROLES},
};

const MODEL: &str = "
[request_definition]
r = role, action, facts

[policy_definition]
p = role, action, rule

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.action == p.action && r.role == p.role && eval(p.rule)
";

pub struct Casbin(Enforcer);

impl Casbin {
    pub fn new(actions: &[Action]) -> Result<Self, Failure> {
        pollster::block_on(async {
            let model = DefaultModel::from_str(MODEL).await?;
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
            let lines = actions.iter().flat_map(|action| action.roles.iter().map(|&role| line(action, role))).collect();
            enforcer.add_policies(lines).await?;
            Ok(Self(enforcer))
        })
    }

    pub fn allows(&self, facts: &Facts<'_>) -> Result<bool, Failure> {
        Ok(self.0.enforce((facts.role, facts.action, facts.clone()))?)
    }
}

fn line(action: &Action, role: usize) -> Vec<String> {
    let on: Vec<_> = action.channels.iter().map(|&channel| format!("r.facts.channel == \"{}\"", CHANNELS[channel].0)).collect();
    let mut rule = vec![format!("({})", on.join(" || ")), format!("r.facts.level >= {}", action.level.rank())];
    rule.extend(action.consent.then(|| "r.facts.consent".to_owned()));
    rule.extend(action.second_person.then(|| "r.facts.second_person".to_owned()));
    rule.extend(action.banded.then(|| format!("(r.facts.amount <= {BAND} || (r.facts.level >= 3 && r.facts.second_person))")));
    vec![ROLES[role].to_owned(), action.key.clone(), rule.join(" && ")]
}

//! Regorus: the table as data that one Rego rule looks an action up in, compiled once to the code of its virtual machine, which
//! stays warm: its fastest way. Inputs are made beforehand.

use core::cell::RefCell;

use regorus::{Engine, Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use serde_json::json;

use crate::{
    Facts, Failure,
    table::{Action, BAND, CHANNELS, ROLES},
};

const REGO: &str = "package gate

import rego.v1

default allow := false

allow if {
    row := data.actions[input.action]
    row.roles[input.role]
    row.channels[input.channel]
    input.level >= row.level
    consented(row)
    seconded(row)
    banded(row)
}

consented(row) if not row.consent
consented(row) if input.consent
seconded(row) if not row.second_person
seconded(row) if input.second_person
banded(row) if not row.banded
banded(_) if input.amount <= data.band
banded(_) if {
    input.level >= 3
    input.second_person
}
";

const ALLOW: &str = "data.gate.allow";

pub struct Rego(RefCell<RegoVM>);

impl Rego {
    pub fn new(actions: &[Action]) -> Result<Self, Failure> {
        let mut rows = serde_json::Map::new();
        for action in actions {
            let set = |names: Vec<&str>| names.into_iter().map(|name| (name.to_owned(), json!(true))).collect::<serde_json::Map<_, _>>();
            rows.insert(
                action.key.clone(),
                json!({
                    "level": action.level.rank(),
                    "consent": action.consent,
                    "second_person": action.second_person,
                    "banded": action.banded,
                    "roles": set(action.roles.iter().map(|&role| ROLES[role]).collect()),
                    "channels": set(action.channels.iter().map(|&channel| CHANNELS[channel].0).collect()),
                }),
            );
        }
        let data = Value::from_json_str(&json!({ "actions": rows, "band": BAND }).to_string())?;
        let mut engine = Engine::new();
        engine.add_policy("gate.rego".to_owned(), REGO.to_owned())?;
        engine.add_data(data.clone())?;
        let policy = engine.compile_with_entrypoint(&ALLOW.into())?;
        let mut machine = RegoVM::new();
        machine.load_program(Compiler::compile_from_policy(&policy, &[ALLOW])?);
        machine.set_data(data)?;
        Ok(Self(RefCell::new(machine)))
    }

    pub fn input(facts: &Facts<'_>) -> Result<Value, Failure> {
        Ok(Value::from_json_str(&serde_json::to_string(facts)?)?)
    }

    pub fn allows(&self, input: &Value) -> Result<bool, Failure> {
        let mut machine = self.0.borrow_mut();
        machine.set_input(input.clone());
        Ok(machine.execute()? == Value::from(true))
    }
}

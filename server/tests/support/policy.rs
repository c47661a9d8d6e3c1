//! Administrators who change the policy, through the console: Ingrid proposes, Freja approves.

use domain::{policy::BANK, refusal::Refusal};

use super::{agent::Agent, world::World};

/// The bank's policy with one thing changed.
pub fn bank(from: &str, to: &str) -> String {
    assert_eq!(BANK.matches(from).count(), 1, "the bank's policy has not exactly one: {from}");
    BANK.replacen(from, to, 1)
}

/// Every refund needs High.
pub fn dear_refunds() -> String {
    bank("when.\"refund.business\" = { segments = [\"business\"], needs = \"high\" }\n", "").replacen(
        "rule = \"refund.small\"\nclass = \"transactional\"\nneeds = \"substantial\"",
        "rule = \"refund.any\"\nclass = \"transactional\"\nneeds = \"high\"",
        1,
    )
}

impl Agent {
    /// Proposes a change of the version in force; its number.
    pub async fn propose(&mut self, text: &str, reason: &str) -> Result<u32, Refusal> {
        let base = self.shared.policies.now().version;
        self.propose_from(base, text, reason).await
    }

    pub async fn propose_from(&mut self, base: u32, text: &str, reason: &str) -> Result<u32, Refusal> {
        let base = base.to_string();
        let fields = [("base", base.as_str()), ("text", text), ("reason", reason)];
        let answer = self.send_from("/policy/new", "policy/propose", &fields).await;
        Ok(answer.form()?.strip_prefix("/policy/").unwrap().parse().unwrap())
    }

    /// `approve`, `reject` or `withdraw`.
    pub async fn decide(&mut self, what: &str, version: u32) -> Result<String, Refusal> {
        let (page, version) = (format!("/policy/{version}"), version.to_string());
        self.send_from(&page, &format!("policy/{what}"), &[("version", &version)]).await.form()
    }
}

impl World {
    /// Puts another policy in force.
    pub async fn put_in_force(&self, text: &str) -> u32 {
        let version = self.agent("Ingrid").await.propose(text, "A test needs it").await.unwrap();
        self.agent("Freja").await.decide("approve", version).await.unwrap();
        assert_eq!(self.shared.policies.now().version, version);
        version
    }
}

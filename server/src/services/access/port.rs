//! The port of the pages of who may do what.

use app::{
    access::view::{AccessView, PersonRow, PersonView},
    backend::{Access, Answer},
};
use async_trait::async_trait;
use domain::{
    access::{Decision, Grant},
    agent::{Administrator, Overseer, Reviewer},
    ids::{AccessReviewId, AgentId, RightRequestId},
    text::ShownText,
};

use crate::services::ports::Doors;

#[async_trait]
impl Access for Doors {
    async fn page(&self, reader: &Overseer, review: Option<AccessReviewId>) -> Answer<AccessView> {
        self.say(super::page(&self.shared, reader, review).await)
    }

    async fn people(&self, _: &Overseer) -> Answer<Vec<PersonRow>> {
        self.say(super::people(&self.shared).await)
    }

    async fn person(&self, reader: &Overseer, staff: AgentId) -> Answer<PersonView> {
        self.say(super::person(&self.shared, reader, staff).await)
    }

    async fn end_sign_ins(&self, by: &Reviewer, staff: AgentId, reason: &ShownText) -> Answer<()> {
        self.say(super::end_sign_ins(&self.shared, by, staff, reason).await)
    }

    async fn take(&self, by: &Administrator, grant: Grant, reason: &ShownText) -> Answer<()> {
        self.say(super::take(&self.shared, by, grant, reason).await)
    }

    async fn ask(&self, by: &Administrator, grant: Grant, reason: &ShownText) -> Answer<()> {
        self.say(super::ask(&self.shared, by, grant, reason).await)
    }

    async fn give(&self, by: &Administrator, request: RightRequestId) -> Answer<()> {
        self.say(super::give(&self.shared, by, request).await)
    }

    async fn not_give(&self, by: &Administrator, request: RightRequestId) -> Answer<()> {
        self.say(super::not_give(&self.shared, by, request).await)
    }

    async fn start(&self, by: &Reviewer, name: &ShownText, due: &str) -> Answer<AccessReviewId> {
        self.say(super::start(&self.shared, by, name, due).await)
    }

    async fn decide(&self, by: &Reviewer, review: AccessReviewId, grant: Grant, decision: Decision) -> Answer<()> {
        self.say(super::decide(&self.shared, by, review, grant, decision).await)
    }

    async fn keep_all_in_use(&self, by: &Reviewer, review: AccessReviewId) -> Answer<()> {
        self.say(super::keep_all_in_use(&self.shared, by, review).await)
    }

    async fn finish(&self, by: &Reviewer, review: AccessReviewId) -> Answer<()> {
        self.say(super::finish(&self.shared, by, review).await)
    }
}

//! Server functions are registered by name at start, never by link-time magic; a test counts them.

use leptos::server_fn::axum::register_explicit;

/// Registers every server function.
pub fn register_all() {
    register_explicit::<crate::desk::server_fns::LookUp>();
    register_explicit::<crate::desk::server_fns::OpenSession>();
    register_explicit::<crate::desk::server_fns::EndSession>();
    register_explicit::<crate::desk::server_fns::TakeOver>();
    register_explicit::<crate::desk::server_fns::MoveSession>();
    register_explicit::<crate::desk::server_fns::Reveal>();
    register_explicit::<crate::desk::server_fns::Hide>();
    register_explicit::<crate::desk::server_fns::SuspectAttack>();
    register_explicit::<crate::desk::server_fns::SuspendPhone>();
    register_explicit::<crate::desk::server_fns::ChooseKiosk>();
    register_explicit::<crate::desk::server_fns::LetKioskGo>();
    register_explicit::<crate::desk::server_fns::ChangeEmail>();
    register_explicit::<crate::desk::server_fns::Refund>();
    register_explicit::<crate::desk::server_fns::UpdatePreferences>();
    register_explicit::<crate::desk::server_fns::Raise>();
    register_explicit::<crate::desk::server_fns::Withdraw>();
    register_explicit::<crate::desk::server_fns::RunApproved>();
    register_explicit::<crate::kiosk::server_fns::SetUpKiosk>();
    register_explicit::<crate::kiosk::server_fns::RetireKiosk>();
    register_explicit::<crate::oversight::server_fns::EndFreeze>();
    register_explicit::<crate::oversight::server_fns::Acknowledge>();
    register_explicit::<crate::oversight::server_fns::CloseAlert>();
    register_explicit::<crate::oversight::second_person::server_fns::StartApproval>();
    register_explicit::<crate::oversight::second_person::server_fns::FinishApproval>();
    register_explicit::<crate::oversight::second_person::server_fns::DenyRequest>();
    register_explicit::<crate::oversight::second_person::server_fns::WithdrawRequest>();
    register_explicit::<crate::access::server_fns::EndSignIns>();
    register_explicit::<crate::access::server_fns::TakeRight>();
    register_explicit::<crate::access::server_fns::AskRight>();
    register_explicit::<crate::access::server_fns::GiveRight>();
    register_explicit::<crate::access::server_fns::NotGiveRight>();
    register_explicit::<crate::access::server_fns::StartReview>();
    register_explicit::<crate::access::server_fns::DecideGrant>();
    register_explicit::<crate::access::server_fns::KeepAllInUse>();
    register_explicit::<crate::access::server_fns::FinishReview>();
    register_explicit::<crate::pruning::server_fns::AskPruning>();
    register_explicit::<crate::pruning::server_fns::StartPruning>();
    register_explicit::<crate::pruning::server_fns::ApprovePruning>();
    register_explicit::<crate::pruning::server_fns::RefusePruning>();
    register_explicit::<crate::policy::server_fns::ProposePolicy>();
    register_explicit::<crate::policy::server_fns::ApprovePolicy>();
    register_explicit::<crate::policy::server_fns::RejectPolicy>();
    register_explicit::<crate::policy::server_fns::WithdrawPolicy>();
    register_explicit::<crate::prove::server_fns::RefuseLink>();
    register_explicit::<crate::phone::server_fns::NotMe>();
    register_explicit::<crate::phone::server_fns::PutBack>();
    register_explicit::<crate::phone::server_fns::Suspend>();
    register_explicit::<crate::phone::server_fns::BringBack>();
    register_explicit::<crate::phone::server_fns::RemovePasskey>();
    register_explicit::<crate::phone::server_fns::RemoveTotp>();
    register_explicit::<crate::account::server_fns::StartSignIn>();
    register_explicit::<crate::account::server_fns::FinishSignIn>();
    register_explicit::<crate::account::server_fns::EnterAs>();
    register_explicit::<crate::account::server_fns::Invitation>();
    register_explicit::<crate::account::server_fns::StartRegistration>();
    register_explicit::<crate::account::server_fns::FinishRegistration>();
    register_explicit::<crate::account::server_fns::Invite>();
    register_explicit::<crate::account::server_fns::StartFirstPasskey>();
    register_explicit::<crate::account::server_fns::FinishFirstPasskey>();
    register_explicit::<crate::account::server_fns::SignOut>();
    register_explicit::<crate::account::server_fns::SignOutEverywhere>();
}

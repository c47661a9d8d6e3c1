//! Tests of every part that together, and in few, make the program write each event. None of them writes an entry by itself, but those by SQL
//! that make a log long enough to be pruned, which do not count.

use futures::future::LocalBoxFuture;

use crate::support::database::TestDb;

/// A test's name, and what it does with a database.
pub type Story = (&'static str, fn(TestDb) -> LocalBoxFuture<'static, ()>);

macro_rules! stories {
    ($($area:ident::$part:ident::$test:ident,)+) => {
        &[$((
            concat!(stringify!($area), "::", stringify!($part), "::", stringify!($test)),
            |db| Box::pin(crate::$area::$part::$test::body(db)),
        )),+]
    };
}

pub const STORIES: &[Story] = stories![
    access::lapse::d09_on_its_day_what_nobody_decided_over_lapses,
    access::reviews::d14_the_record_is_taken_away_and_that_is_written_down,
    access::rights::t01_a_right_is_given_by_two,
    access::sign_ins::only_from_above_and_never_ones_own,
    accounts::invitations::an_invited_colleague_gets_that_role_and_a_number_of_their_own,
    accounts::passkeys::a22_whatever_does_not_fit_is_refused_and_spends_the_ceremony,
    accounts::sign_ins::c06_signing_out_ends_this_one_and_takes_the_cookie_away,
    journeys::alerts::m01_an_alert_is_taken_up_then_closed_and_each_step_is_in_the_record,
    journeys::approved::b03_another_value_than_was_approved_does_not_run,
    journeys::audit_story::reading_the_log_is_in_the_log,
    journeys::canaries::w8_a_canary_that_is_opened_is_told_of_in_the_same_transaction_with_the_agents_name,
    journeys::exports::d14_a_denial_says_why_and_ends_it,
    journeys::exports::d14_it_waits_a_day_and_is_taken_three_times_within_the_next,
    journeys::exports::what_finds_nothing_is_not_asked_for_and_five_wait_at_most,
    journeys::invited_passkeys::it_is_one_way_of_its_own_until_it_is_lost,
    journeys::kiosks::ch4_whatever_ends_it_clears_the_kiosk_at_once,
    journeys::passkeys::a23_a_counter_that_goes_back_is_refused_and_told_to_the_session,
    journeys::pins::a_pin_on_the_keypad_raises_the_session_and_changes_nothing,
    journeys::policy_changes::t01_two_people_change_it_and_every_step_is_written_down,
    journeys::reveals::d04_a_scraper_is_stopped_at_the_hours_number_and_at_the_days_and_a_supervisor_is_told_once_an_hour,
    journeys::saying_no::a05_a_disabled_phone_answers_nothing_that_was_open,
    journeys::screens::someone_told_them_to,
    journeys::second_person::b03_it_waits_a_quarter_of_an_hour_and_the_customers_approval_with_it,
    journeys::second_person::b04_what_the_gate_lets_run_no_more_does_not_run_and_the_request_is_over,
    journeys::second_person::d05_a_denial_says_why_to_the_agent_and_ends_the_customers_approval,
    journeys::second_person::t20_pairs_that_approve_in_turn_are_shown_to_supervisors_and_auditors,
    journeys::signals::cp4_taken_back_it_stands_no_longer_and_by_nobody_else,
    journeys::story::a_customer_calls_approves_and_exactly_that_runs,
    journeys::totps::a04_five_wrong_end_a_request_and_ten_in_a_row_across_three_sessions_lock_the_app,
    journeys::totps::a30_what_a_removed_app_proved_counts_no_more,
    journeys::turned_away::g01_who_is_turned_away_because_of_a_role_is_written_down,
    journeys::undo::a_link_in_an_old_mailbox_puts_it_back_and_freezes,
    log::erasure::f08_nothing_is_erased_that_is_still_needed,
    log::pruning_refused::g13_a_proposal_is_approved_once_in_time_and_by_whoever_comes_first,
    log::put_back::g05_an_old_backup_is_not_signed_until_an_operator_says_so,
    log::receipts::g12_a_receipt_of_an_approval_shows_what_was_approved_to_whoever_has_the_key,
    push::address::the_same_again_is_no_news,
    push::refusals::a_bad_device_token_is_retired,
    witness::grace::g11_a_record_that_nobody_sees_alerts_and_that_is_over_when_somebody_does,
];

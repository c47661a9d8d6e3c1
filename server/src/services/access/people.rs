//! Members of staff as those see them who answer for their access.

use app::access::view::{PersonRow, PersonView};
use domain::{
    access::may_end_sign_ins,
    agent::{Overseer, Role, Staff},
    ids::AgentId,
    refusal::Refusal,
    time::Timestamp,
};

use super::{Outcome, Shared, page::requests};
use crate::{
    services::accounts::short_browser,
    store::{access_grant, sign_in, staff},
};

/// Everybody who is active, by number.
///
/// # Errors
/// When the database fails.
pub async fn people(shared: &Shared) -> Outcome<Vec<PersonRow>> {
    let last = access_grant::last_sign_ins(&shared.db).await?;
    let open = sign_in::counts(&shared.db, shared.now()).await?;
    let row = |staff: Staff| {
        let last_sign_in = last.iter().find(|(id, _)| *id == staff.id).and_then(|(_, at)| *at);
        let sign_ins = open.iter().find(|(id, _)| *id == staff.id).map(|(_, count)| *count).unwrap_or_default();
        PersonRow { staff, last_sign_in, sign_ins }
    };
    Ok(staff::all(&shared.db).await?.into_iter().map(row).collect())
}

/// One of them.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn person(shared: &Shared, reader: &Overseer, id: AgentId) -> Outcome<PersonView> {
    let all = people(shared).await?;
    let administrators = all.iter().filter(|row| row.staff.is(Role::Administrator)).count();
    let everybody: Vec<Staff> = all.iter().map(|row| row.staff.clone()).collect();
    let row = all.into_iter().find(|row| row.staff.id == id).ok_or(Refusal::NotFound)?;
    let sign_ins = sign_in::of_staff(&shared.db, id, shared.now()).await?;
    let sign_ins = sign_ins
        .into_iter()
        .map(|one| (short_browser(&one.browser), Timestamp::from_micros(one.created_at), Timestamp::from_micros(one.last_used_at)))
        .collect();
    let may_not_end = may_end_sign_ins(reader.staff(), &row.staff).err().map(|refusal| refusal.to_string());
    let requests = requests(shared, &everybody).await?.into_iter().filter(|request| request.staff == id).collect();
    Ok(PersonView { row, reader: reader.staff().clone(), sign_ins, may_not_end, administrators, requests })
}

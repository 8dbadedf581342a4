//! What each row that tells of an order is beside the others that do.

use std::marker::PhantomData;

use super::view::View;
use crate::dataset::{OrderHeader, OrderLine};

/// What a row of an order is beside the other rows that tell of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Counts,
    /// Another file of the same source says it.
    Repeats,
    /// A better source says it.
    Confirms,
}

/// The roles of all rows of a kind that are looked at. A role is given and asked for with its row, and never beside it.
pub(super) struct Roles<'a, T> {
    view: &'a View<'a>,
    /// By position of the row.
    roles: Vec<Role>,
    row: PhantomData<T>,
}

/// A row that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Judged<'a, T> {
    /// Its position among those that are.
    pub(super) index: u32,
    pub(super) row: &'a T,
    pub(super) role: Role,
}

/// A kind of row that tells of orders.
pub(super) trait TellsOfOrders: Sized + 'static {
    fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = &'a Self>;
}

impl TellsOfOrders for OrderLine {
    fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = &'a OrderLine> {
        view.lines()
    }
}

impl TellsOfOrders for OrderHeader {
    fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = &'a OrderHeader> {
        view.headers()
    }
}

impl<'a> Roles<'a, OrderLine> {
    /// Every line counts until something else is known of it.
    pub(super) fn all_count(view: &'a View<'a>) -> Roles<'a, OrderLine> {
        Roles { view, roles: vec![Role::Counts; view.n_lines()], row: PhantomData }
    }
}

impl<'a, T: TellsOfOrders> Roles<'a, T> {
    /// Asks of every row, with its position, what it is.
    pub(super) fn of(view: &'a View<'a>, role: impl Fn(u32, &T) -> Role) -> Roles<'a, T> {
        let roles = (0_u32..).zip(T::rows(view)).map(|(index, row)| role(index, row)).collect();
        Roles { view, roles, row: PhantomData }
    }

    pub(super) fn set(&mut self, index: u32, role: Role) {
        if let Some(known) = self.roles.get_mut(index as usize) {
            *known = role;
        }
    }

    /// Every row that is looked at, in their order.
    fn iter(&self) -> impl Iterator<Item = Judged<'a, T>> {
        let rows = (0_u32..).zip(T::rows(self.view)).zip(&self.roles);
        rows.map(|((index, row), &role)| Judged { index, row, role })
    }

    /// The rows that count.
    pub(super) fn counting(&self) -> impl Iterator<Item = Judged<'a, T>> {
        self.iter().filter(|judged| judged.role == Role::Counts)
    }

    /// The rows that do not: a better or another row has said it.
    pub(super) fn told(&self) -> impl Iterator<Item = Judged<'a, T>> {
        self.iter().filter(|judged| judged.role != Role::Counts)
    }
}

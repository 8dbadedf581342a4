//! Waiting lines: how long a customer waits for an agent, and how many agents are enough.
//!
//! Erlang C: contacts come at random, each takes about as long as another, nobody hangs up, whoever finds all agents
//! busy waits. The offered load is arrivals × handling time, in erlangs: the agents that would be busy if there were
//! no end of them. At or over the number of agents the line grows without end; that is a result, [`Unstable`].

use serde::{Deserialize, Serialize};

use crate::figures::{count, index, whole_up};

/// The offered load is at or over the servers: the line grows without end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unstable {
    /// Offered load, in erlangs.
    pub load: f64,
    /// At work at once.
    pub servers: u32,
}

/// How many agents are wanted, for a stream of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceTarget {
    /// Share of contacts answered within `seconds`.
    pub share: f64,
    /// Within which a contact is to be answered.
    pub seconds: f64,
    /// The busiest an agent may be, as a share of the time at work.
    pub occupancy: f64,
    /// Share of paid time that is not at work on contacts: breaks, training, sick leave.
    pub shrinkage: f64,
}

/// An answer to a [`ServiceTarget`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staffing {
    /// Agents at work at once.
    pub agents: u32,
    /// Agents on the roster, so that so many are at work.
    pub rostered: u32,
    /// Share of contacts answered in time.
    pub service_level: f64,
    /// Share of contacts that wait at all.
    pub wait_probability: f64,
    /// Share of the time an agent is busy.
    pub occupancy: f64,
}

/// Share of contacts that are lost where nobody waits.
// Source: the recursion B(n) = a·B(n−1) ÷ (n + a·B(n−1)), Erlang 1917; it neither overflows nor divides by zero.
fn erlang_b(load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |lost, server| load * lost / (f64::from(server) + load * lost))
}

/// Share of contacts that find every server busy and wait.
///
/// # Errors
/// The load is at or over the servers.
// Source: Gross & Harris, Fundamentals of Queueing Theory, M/M/c: C = B ÷ (1 − ρ(1 − B)).
pub fn wait_probability(load: f64, servers: u32) -> Result<f64, Unstable> {
    let occupancy = load / f64::from(servers);
    if servers == 0 || occupancy >= 1.0 {
        return Err(Unstable { load, servers });
    }
    let lost = erlang_b(load.max(0.0), servers);
    Ok(lost / (1.0 - occupancy * (1.0 - lost)))
}

/// Share of contacts answered within `seconds`: 1 − C·e^(−(n − a)·t ÷ h).
///
/// # Errors
/// The load is at or over the servers.
pub fn service_level(load: f64, servers: u32, seconds: f64, handling_seconds: f64) -> Result<f64, Unstable> {
    let waits = wait_probability(load, servers)?;
    Ok(1.0 - waits * libm::exp(-(f64::from(servers) - load) * seconds / handling_seconds))
}

/// Mean seconds a contact waits: C·h ÷ (n − a).
///
/// # Errors
/// The load is at or over the servers.
pub fn mean_wait(load: f64, servers: u32, handling_seconds: f64) -> Result<f64, Unstable> {
    Ok(wait_probability(load, servers)? * handling_seconds / (f64::from(servers) - load))
}

/// The fewest agents that meet the target; `None` where no number does: a share of one, no time, no occupancy allowed.
pub fn staffing(load: f64, handling_seconds: f64, target: &ServiceTarget) -> Option<Staffing> {
    let is_reachable = load >= 0.0
        && handling_seconds > 0.0
        && target.share < 1.0
        && target.occupancy > 0.0
        && target.shrinkage < 1.0
        && target.seconds >= 0.0;
    if !is_reachable {
        return None;
    }
    let start = whole_up(load / target.occupancy.min(1.0)).max(1);
    let more = whole_up(load + 20.0);
    (start..start.saturating_add(more)).find_map(|agents| {
        let service_level = service_level(load, agents, target.seconds, handling_seconds).ok()?;
        (service_level >= target.share).then(|| Staffing {
            agents,
            rostered: whole_up(f64::from(agents) / (1.0 - target.shrinkage)),
            service_level,
            wait_probability: wait_probability(load, agents).unwrap_or(1.0),
            occupancy: load / f64::from(agents),
        })
    })
}

/// The largest load, in erlangs, that so many servers carry within the target; zero where they cannot carry any.
pub fn largest_load(servers: u32, handling_seconds: f64, target: &ServiceTarget) -> f64 {
    let meets = |load: f64| {
        service_level(load, servers, target.seconds, handling_seconds).is_ok_and(|level| level >= target.share)
    };
    let cap = f64::from(servers) * target.occupancy.clamp(0.0, 1.0);
    if handling_seconds <= 0.0 || servers == 0 {
        return 0.0;
    }
    if meets(cap) {
        return cap;
    }
    // The level falls as the load rises, so halving the interval finds the last load that still meets the target.
    let (mut low, mut high) = (0.0, cap);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if meets(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// What becomes of an hour-by-hour stream that a line serves in the order of arrival: fluid, so that Little's law holds
/// exactly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Waiting at the end of each hour.
    pub(super) backlog: Vec<f64>,
    /// Served in each hour.
    pub(super) served: Vec<f64>,
    /// Of what arrived in each hour: the part served within each of the asked numbers of hours.
    pub(super) within: Vec<[f64; 2]>,
    /// Of what arrived in each hour: the hours waited, added up over all of it that was served.
    pub(super) waited: Vec<f64>,
}

/// Serves `arrivals` with `capacity` an hour, first come first served, beginning with `before` already waiting.
///
/// What is served in the hour of its arrival has waited no hour. What was waiting before is served first and belongs to
/// no hour's arrivals.
pub(super) fn serve(arrivals: &[f64], capacity: &[f64], before: f64, asked: [u32; 2]) -> Line {
    let hours = arrivals.len();
    let mut line = Line {
        backlog: Vec::with_capacity(hours),
        served: Vec::with_capacity(hours),
        within: vec![[0.0; 2]; hours],
        waited: vec![0.0; hours],
    };
    let mut left = arrivals.to_vec();
    let mut older = before;
    let mut waiting_now = before;
    let mut first = 0;
    for (hour, &can) in capacity.iter().enumerate().take(hours) {
        let mut free = can.max(0.0);
        let of_older = older.min(free);
        older -= of_older;
        free -= of_older;
        let mut served = of_older;
        while first <= hour && free > 0.0 {
            let Some(waiting) = left.get_mut(first) else { break };
            let now = waiting.min(free);
            *waiting -= now;
            free -= now;
            served += now;
            let waited = hour - first;
            if let (Some(within), Some(sum)) = (line.within.get_mut(first), line.waited.get_mut(first)) {
                for (within, limit) in within.iter_mut().zip(asked) {
                    if waited <= index(limit) {
                        *within += now;
                    }
                }
                *sum += now * count(waited);
            }
            if *waiting > 0.0 {
                break;
            }
            first += 1;
        }
        waiting_now = (waiting_now + arrivals.get(hour).copied().unwrap_or(0.0) - served).max(0.0);
        line.served.push(served);
        line.backlog.push(waiting_now);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 80 % within 20 seconds, at most 85 % busy, 30 % of the paid time away.
    const TARGET: ServiceTarget = ServiceTarget { share: 0.8, seconds: 20.0, occupancy: 0.85, shrinkage: 0.3 };

    #[test]
    fn a_call_centre_is_staffed_as_published() {
        // Source: pyworkforce, the example of its README: 100 contacts in 30 minutes of 3 minutes each.
        let staffing = staffing(100.0 * 3.0 / 30.0, 180.0, &TARGET).unwrap();
        assert_eq!((staffing.agents, staffing.rostered), (14, 20));
        assert_eq!(format!("{:.5}", staffing.service_level), "0.88835");
        assert_eq!(format!("{:.5}", staffing.wait_probability), "0.17413");
        assert_eq!(format!("{:.5}", staffing.occupancy), "0.71429");
    }

    #[test]
    fn two_erlangs_on_three_agents_wait_four_times_in_nine() {
        // By hand: B(3) = (8/6) ÷ (1 + 2 + 2 + 8/6) = 4/19, C = 4/19 ÷ (1 − 2/3 × 15/19) = 4/9.
        assert!((wait_probability(2.0, 3).unwrap() - 4.0 / 9.0).abs() < 1e-15);
        // One agent: M/M/1 waits with probability ρ, on average ρ·h ÷ (1 − ρ).
        assert!((wait_probability(0.75, 1).unwrap() - 0.75).abs() < 1e-15);
        assert!((mean_wait(0.75, 1, 60.0).unwrap() - 180.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_that_only_grows_is_a_stated_result() {
        assert_eq!(wait_probability(3.0, 3), Err(Unstable { load: 3.0, servers: 3 }));
        assert_eq!(service_level(9.0, 4, 20.0, 180.0), Err(Unstable { load: 9.0, servers: 4 }));
        assert_eq!(mean_wait(0.0, 0, 60.0), Err(Unstable { load: 0.0, servers: 0 }));
    }

    #[test]
    fn littles_law_holds_for_erlang_c() {
        // The mean number waiting is C·a ÷ (n − a); by Little it is arrivals × mean wait.
        for (load, servers) in [(2.0, 3), (10.0, 14), (0.3, 1), (47.0, 50)] {
            let handling = 180.0;
            let waiting = wait_probability(load, servers).unwrap() * load / (f64::from(servers) - load);
            let arrivals = load / handling;
            assert!((waiting - arrivals * mean_wait(load, servers, handling).unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn what_agents_carry_and_the_agents_for_it_agree() {
        for servers in [1, 3, 14, 60] {
            let load = largest_load(servers, 180.0, &TARGET);
            assert!(load > 0.0 && load <= 0.85 * f64::from(servers));
            assert_eq!(staffing(load * 0.999_999, 180.0, &TARGET).unwrap().agents, servers);
            assert!(staffing(load * 1.001, 180.0, &TARGET).unwrap().agents > servers);
        }
        assert_eq!(largest_load(0, 180.0, &TARGET), 0.0);
    }

    #[test]
    fn no_number_of_agents_answers_everyone_at_once() {
        let always = ServiceTarget { share: 1.0, ..TARGET };
        assert_eq!(staffing(10.0, 180.0, &always), None);
        assert_eq!(staffing(10.0, 0.0, &TARGET), None);
    }

    #[test]
    fn a_fixed_line_is_served_as_by_hand() {
        // 10 an hour arrive for three hours, 4 an hour are served: D/D/1. Backlog 6, 12, 18, then 14, 10, 6, 2, 0.
        let arrivals = [10.0, 10.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let line = serve(&arrivals, &[4.0; 8], 0.0, [0, 2]);
        assert_eq!(line.backlog, [6.0, 12.0, 18.0, 14.0, 10.0, 6.0, 2.0, 0.0]);
        // The first hour's ten: 4 at once, 4 an hour later, 2 after two hours. The second hour's: 2 after one, 4 after
        // two, 4 after three. The third hour's: 0, …, 4 after three, 4 after four, 2 after five.
        assert_eq!(line.within[..3], [[4.0, 10.0], [0.0, 6.0], [0.0, 0.0]]);
        assert_eq!(line.waited[..3], [8.0, 22.0, 38.0]);
        // Little: the backlog added up over the hours is the time waited added up over the orders.
        assert_eq!(line.backlog.iter().sum::<f64>(), line.waited.iter().sum::<f64>());
    }

    #[test]
    fn what_waited_before_goes_first() {
        let line = serve(&[3.0, 0.0], &[4.0, 4.0], 5.0, [0, 1]);
        assert_eq!(line.backlog, [4.0, 0.0]);
        assert_eq!(line.within[0], [0.0, 3.0]);
        assert_eq!(line.served, [4.0, 4.0]);
    }
}

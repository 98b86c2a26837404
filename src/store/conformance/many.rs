//! The cases about several things at once: writers, signals, turns.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::Poll;

use super::{Connection, Failure, Heard, Verdict, commit, join, one, same, step_aside, texts, two};
use crate::store::{Outcome, Seq, Signal, Stored};

type Work<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Calls made together are carried out in the order in which they were made.
///
/// # Errors
/// Says how the store fails the case.
pub async fn commits_in_flight_keep_their_order(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let store = one(connect).await?;
    let names: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    let send = |(after, name): (usize, &String)| store.commit(commit(after as Seq, &[name]));
    let outcomes = join(names.iter().enumerate().map(send).collect()).await;
    for outcome in outcomes {
        same("a commit in flight", outcome?, Outcome::Done)?;
    }
    same("the log", texts(&store).await? == names, true)
}

/// Four writers that catch up and try again: one order for all, nothing lost, no gap, and what one
/// writer wrote first comes first.
///
/// # Errors
/// Says how the store fails the case.
pub async fn four_connections_make_one_order(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    const EACH: usize = 25;
    let stores = connect(4).await;
    same("connections", stores.len(), 4)?;
    let writers = stores.iter().zip(["a", "b", "c", "d"]);
    let writers: Vec<Work<'_, _>> = writers
        .map(|(store, name)| Box::pin(write_in_turn(store, name, EACH)) as Work<'_, _>)
        .collect();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for written in join(writers).await {
        lines.push(written?);
    }
    let mut orders = Vec::new();
    for store in &stores {
        orders.push(texts(store).await?);
    }
    let order = orders.first().cloned().unwrap_or_default();
    same("one order for all", orders.iter().all(|other| *other == order), true)?;
    same("how many", order.len(), 4 * EACH)?;
    for line in lines {
        let kept: Vec<_> = order.iter().filter(|text| line.contains(text)).cloned().collect();
        same("what one writer wrote", kept, line)?;
    }
    Ok(())
}

async fn write_in_turn(
    store: &Connection,
    name: &str,
    count: usize,
) -> Result<Vec<String>, Failure> {
    let mut known = 0;
    let mut written = Vec::new();
    while written.len() < count {
        let text = format!("{name}{}", written.len());
        step_aside().await;
        match store.commit(commit(known, &[&text])).await? {
            Outcome::Done => {
                known += 1;
                written.push(text);
            }
            Outcome::HeadMoved => {
                let news: Vec<(Seq, Stored)> = store.read(known + 1, 1_000).await?;
                same("there is news when the head moved", news.is_empty(), false)?;
                known += news.len() as Seq;
            }
        }
    }
    Ok(written)
}

/// The other connections hear of a commit, and the one that made it does not.
///
/// # Errors
/// Says how the store fails the case.
pub async fn tells_the_others_and_not_itself(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    let (at_a, at_b) = (Heard::on(&a), Heard::on(&b));
    a.commit(commit(0, &["1", "2"])).await?;
    at_b.of(Signal::Advanced(2)).await;
    same("what was told is there", texts(&b).await?.len(), 2)?;
    same("a commit that fails", b.commit(commit(0, &["x"])).await?, Outcome::HeadMoved)?;
    b.commit(commit(2, &["3"])).await?;
    at_a.of(Signal::Advanced(3)).await;
    same("all that a heard", at_a.signals.take(), vec![Signal::Advanced(3)])?;
    same("all that b heard", at_b.signals.take(), vec![Signal::Advanced(2)])?;

    let next = Heard::on(&b);
    a.commit(commit(3, &["4"])).await?;
    next.of(Signal::Advanced(4)).await;
    same("a listener that was replaced", at_b.signals.take(), vec![])
}

/// Who holds a turn holds it alone; another name is another turn. A store that answers every turn
/// at once cannot pass, and may leave this case and the next out.
///
/// # Errors
/// Says how the store fails the case.
pub async fn turns_exclude_each_other(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let [a, b] = two(connect).await?;
    let told = RefCell::new(Vec::new());
    let held = a.turn("scope").await?;
    let other = b.turn("another scope").await?;
    let waits: Work<'_, Verdict> = Box::pin(async {
        let turn = b.turn("scope").await?;
        told.borrow_mut().push("b has it");
        drop(turn);
        Ok(())
    });
    let works: Work<'_, Verdict> = Box::pin(async {
        for after in 0..5 {
            a.commit(commit(after, &["work"])).await?;
            step_aside().await;
        }
        told.borrow_mut().push("a gives it back");
        drop(held);
        Ok(())
    });
    for done in join(vec![waits, works]).await {
        done?;
    }
    drop(other);
    same("the turns", told.take(), vec!["a gives it back", "b has it"])
}

/// Nobody waits for one who stopped waiting.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_turn_given_up_goes_to_the_next(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    let held = a.turn("scope").await?;
    {
        let mut waits = b.turn("scope");
        std::future::poll_fn(|context| {
            let pending = waits.as_mut().poll(context).is_pending();
            Poll::Ready(same("the turn is taken", pending, true))
        })
        .await?;
    }
    drop(held);
    drop(a.turn("scope").await?);
    drop(b.turn("scope").await?);
    Ok(())
}

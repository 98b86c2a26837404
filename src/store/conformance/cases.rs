//! The cases that one or two connections show.

use super::{Connection, Failure, Verdict, commit, entry, fails, one, same, stored, texts, two};
use crate::domain::error::Code;
use crate::store::{Commit, Durability, Entry, Outcome, Seq, Stored};

/// Text, checksums and counts come back as they were, however awkward.
///
/// # Errors
/// Says how the store fails the case.
pub async fn gives_back_what_it_took(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let store = one(connect).await?;
    let awkward = [
        String::new(),
        "a\0b\u{feff}\u{2028}\r\n\ttail".to_owned(),
        "\u{1f9ea}\u{10ffff}é\u{fffd}e\u{301}".to_owned(),
        "x".repeat(Entry::LIMIT),
        "\u{1f9ea}".repeat(Entry::LIMIT / 4),
    ];
    let mut entries: Vec<Entry> = awkward.into_iter().map(entry).collect();
    entries.push(Entry {
        version: u32::MAX,
        following: u32::MAX,
        checksums: vec![0, 1, u32::MAX],
        text: "extremes".into(),
    });
    let commit = Commit { entries: entries.clone(), ..Commit::default() };
    same("the commit", store.commit(commit).await?, Outcome::Done)?;

    let expected: Vec<Stored> = entries.into_iter().map(Stored::Entry).collect();
    let read: Vec<Stored> = store.read(1, 100).await?.into_iter().map(|(_, found)| found).collect();
    same("read", read == expected, true)?;
    let got = store.get((1..=expected.len() as Seq).collect()).await?;
    same("get", got.into_iter().flatten().collect::<Vec<_>>() == expected, true)
}

/// Of two writers that know the same head one is next, and the other stores nothing.
///
/// # Errors
/// Says how the store fails the case.
pub async fn the_key_is_the_head_check(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let [a, b] = two(connect).await?;
    same("the first", a.commit(commit(0, &["a1"])).await?, Outcome::Done)?;
    same("the second", b.commit(commit(0, &["b1"])).await?, Outcome::HeadMoved)?;
    same("the log", texts(&b).await?, vec!["a1".to_owned()])?;
    same("after catching up", b.commit(commit(1, &["b2"])).await?, Outcome::Done)?;
    same("the first again", a.commit(commit(1, &["a2"])).await?, Outcome::HeadMoved)?;
    same("the log", texts(&a).await?, vec!["a1".to_owned(), "b2".to_owned()])
}

/// Several entries stand there all or none.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_commit_is_all_or_nothing(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    same("three", a.commit(commit(0, &["1", "2", "3"])).await?, Outcome::Done)?;
    // Its first key is taken, its last ones are free.
    let late = b.commit(commit(2, &["x", "y", "z"])).await?;
    same("the late commit", late, Outcome::HeadMoved)?;
    same("the log", texts(&b).await?.concat(), "123".to_owned())?;
    same("what stands at 5", b.get(vec![5]).await?, vec![None])?;

    // The same of one that has seen the head and lost the race for the next place.
    same("one more", a.commit(commit(3, &["4"])).await?, Outcome::Done)?;
    same("the loser", b.commit(commit(3, &["x", "y"])).await?, Outcome::HeadMoved)?;
    let rewrites = vec![(1, entry("no")), (2, entry("no"))];
    let loser = Commit { rewrites, ..commit(3, &["x", "y", "z"]) };
    same("the loser's rewrites", b.commit(loser).await?, Outcome::HeadMoved)?;
    same("the log", texts(&b).await?.concat(), "1234".to_owned())
}

/// Knowing an entry that is not there means that the log was thrown away: nothing is added to what
/// stands in its place.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_commit_on_a_log_that_is_gone_is_evicted(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let store = one(connect).await?;
    fails("on an empty log", store.commit(commit(3, &["x"])).await, Code::Evicted)?;
    same("the log", texts(&store).await?.len(), 0)?;
    same("a commit", store.commit(commit(0, &["1"])).await?, Outcome::Done)?;
    fails("beyond the head", store.commit(commit(2, &["x"])).await, Code::Evicted)?;
    same("the log", texts(&store).await?.concat(), "1".to_owned())
}

/// A commit of nothing still says whether the head moved.
///
/// # Errors
/// Says how the store fails the case.
pub async fn an_empty_commit_checks_the_head_and_changes_nothing(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    same("on nothing", a.commit(Commit::default()).await?, Outcome::Done)?;
    same("one", a.commit(commit(0, &["1"])).await?, Outcome::Done)?;
    same("behind", b.commit(Commit::default()).await?, Outcome::HeadMoved)?;
    let level = Commit { after: 1, ..Commit::default() };
    same("level", b.commit(level).await?, Outcome::Done)?;
    same("the log", texts(&b).await?.len(), 1)
}

/// Rewrites and new entries are one change.
///
/// # Errors
/// Says how the store fails the case.
pub async fn rewrites_go_with_the_commit(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    same("three", a.commit(commit(0, &["1", "2", "3"])).await?, Outcome::Done)?;
    let rewrites = vec![(1, entry("-")), (3, entry("="))];
    let erase = Commit { rewrites: rewrites.clone(), ..commit(3, &["4"]) };
    same("the erasure", a.commit(erase).await?, Outcome::Done)?;
    same("the log", texts(&b).await?.concat(), "-2=4".to_owned())?;

    let late = Commit { rewrites: vec![(2, entry("no"))], ..commit(3, &["x"]) };
    same("a late one", b.commit(late).await?, Outcome::HeadMoved)?;
    let late = Commit { after: 3, rewrites: vec![(2, entry("no"))], ..Commit::default() };
    same("a late one alone", b.commit(late).await?, Outcome::HeadMoved)?;
    same("the log", texts(&b).await?.concat(), "-2=4".to_owned())
}

/// A rewrite of an unknown key fails the whole commit.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_rewrite_of_nothing_changes_nothing(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let store = one(connect).await?;
    same("one", store.commit(commit(0, &["1"])).await?, Outcome::Done)?;
    for unknown in [0, 2, 7] {
        let rewrites = vec![(1, entry("-")), (unknown, entry("x"))];
        let wrong = Commit { rewrites, ..commit(1, &["2"]) };
        fails("a rewrite of nothing", store.commit(wrong).await, Code::Corrupt)?;
    }
    same("the log", texts(&store).await?.concat(), "1".to_owned())
}

/// The image is replaced with the commit or not at all, and only if the commit says so.
///
/// # Errors
/// Says how the store fails the case.
pub async fn the_image_goes_with_the_commit(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    same("at first", b.image().await?, vec![])?;
    let image = |parts: &[&str]| Some(parts.iter().map(|part| entry(*part)).collect());
    let first = Commit { image: image(&["i1", "i2", "i3"]), ..commit(0, &["1", "2"]) };
    same("with entries", a.commit(first).await?, Outcome::Done)?;
    same("the image", b.image().await?, vec![stored("i1"), stored("i2"), stored("i3")])?;
    same("a commit without", b.commit(commit(2, &["3"])).await?, Outcome::Done)?;
    same("the image", b.image().await?.len(), 3)?;

    for (after, texts) in [(2, vec![]), (2, vec!["x"])] {
        let late = Commit { image: image(&["late"]), ..commit(after, &texts) };
        same("a late image", a.commit(late).await?, Outcome::HeadMoved)?;
    }
    let wrong =
        Commit { rewrites: vec![(7, entry("x"))], image: image(&["wrong"]), ..commit(3, &[]) };
    fails("with a wrong rewrite", a.commit(wrong).await, Code::Corrupt)?;
    same("the image", a.image().await?.len(), 3)?;

    let alone = Commit { image: image(&["alone"]), ..commit(3, &[]) };
    same("an image alone", a.commit(alone).await?, Outcome::Done)?;
    same("the image", b.image().await?, vec![stored("alone")])?;
    let rewrites = vec![(1, entry("-"))];
    let gone = Commit { rewrites, image: image(&[]), ..commit(3, &["4"]) };
    same("none", b.commit(gone).await?, Outcome::Done)?;
    same("the image", a.image().await?, vec![])?;
    same("the log", texts_of(&a).await?, "-234".to_owned())?;
    a.close();
    fails("image", a.image().await, Code::Closed)
}

async fn texts_of(store: &Connection) -> Result<String, Failure> {
    Ok(texts(store).await?.concat())
}

/// Reading starts where it is told, stops at the limit and is in order, also over many entries.
///
/// # Errors
/// Says how the store fails the case.
pub async fn reads_ranges_and_limits(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let store = one(connect).await?;
    let numbers: Vec<String> = (1..=600).map(|number| number.to_string()).collect();
    let entries = numbers.iter().map(entry).collect();
    store.commit(Commit { entries, ..Commit::default() }).await?;

    same("everything", texts(&store).await? == numbers, true)?;
    let keys = async |from, limit| -> Result<Vec<Seq>, Failure> {
        Ok(store.read(from, limit).await?.into_iter().map(|(seq, _)| seq).collect())
    };
    same("from 0", keys(0, 2).await?, vec![1, 2])?;
    same("a part", keys(255, 4).await?, vec![255, 256, 257, 258])?;
    same("the end", keys(599, 10).await?, vec![599, 600])?;
    same("a limit of 0", keys(1, 0).await?, vec![])?;
    same("many", keys(2, 513).await?, (2..=514).collect::<Vec<_>>())?;
    let scattered = store.get(vec![600, 1, 300, 1]).await?;
    let expected = ["600", "1", "300", "1"].map(|text| Some(stored(text)));
    same("scattered", scattered, expected.to_vec())
}

/// A line of an entry comes without its neighbours, with the checksum that it has.
///
/// # Errors
/// Says how the store fails the case.
pub async fn reads_single_lines(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let store = one(connect).await?;
    let three = Entry { checksums: vec![7, 8], following: 1, ..entry("é\n\n\u{1f9ea} \"q\"\n") };
    let entries = vec![three.clone(), entry("")];
    store.commit(Commit { entries, ..Commit::default() }).await?;
    let line = |text: &str, checksums: &[u32]| {
        let (text, checksums) = (text.to_owned(), checksums.to_vec());
        Some(Stored::Entry(Entry { checksums, text, ..three.clone() }))
    };
    let wanted = vec![(1, 2), (1, 0), (9, 0), (1, 1), (1, 2), (1, 3), (1, 4), (0, 0)];
    let third = || line("\u{1f9ea} \"q\"", &[]);
    let expected =
        vec![third(), line("é", &[7]), None, line("", &[8]), third(), line("", &[]), None, None];
    same("lines", store.get_lines(wanted).await?, expected)?;
    same("of nothing", store.get_lines(vec![]).await?, vec![])?;
    same("an empty one", store.get_lines(vec![(2, 0)]).await?, vec![Some(stored(""))])
}

/// What is not there is nothing, not an error.
///
/// # Errors
/// Says how the store fails the case.
pub async fn reads_what_is_not_there(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let store = one(connect).await?;
    same("an empty log", store.read(1, 10).await?.len(), 0)?;
    store.commit(commit(0, &["1"])).await?;
    same("behind the end", store.read(2, 10).await?.len(), 0)?;
    same("far behind it", store.read(Seq::MAX, 10).await?.len(), 0)?;
    same("no keys", store.get(vec![]).await?, vec![])?;
    let got = store.get(vec![0, 1, 2, Seq::MAX]).await?;
    same("some keys", got, vec![None, Some(stored("1")), None, None])
}

/// After a flush everything is still there; a strict commit is a commit.
///
/// # Errors
/// Says how the store fails the case.
pub async fn flushes(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let store = one(connect).await?;
    store.flush().await?;
    let strict = Commit { durability: Durability::Strict, ..commit(0, &["1"]) };
    same("a strict commit", store.commit(strict).await?, Outcome::Done)?;
    store.flush().await?;
    store.flush().await?;
    same("the log", texts(&store).await?.concat(), "1".to_owned())
}

/// Asking for the room is always answered, with what is known.
///
/// # Errors
/// Says how the store fails the case.
pub async fn tells_the_room_it_has(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Verdict {
    let room = one(connect).await?.room().await?;
    let right = |bytes: Option<f64>| bytes.is_none_or(|bytes| bytes >= 0.0);
    same("the room", right(room.used) && right(room.quota), true)
}

/// Closing twice is closing once. What is stored stays, other connections go on, and every later
/// call of this one is `CLOSED`.
///
/// # Errors
/// Says how the store fails the case.
pub async fn closing_ends_one_connection(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    a.commit(commit(0, &["1"])).await?;
    a.close();
    a.close();
    fails("commit", a.commit(commit(1, &["2"])).await, Code::Closed)?;
    fails("read", a.read(1, 1).await, Code::Closed)?;
    fails("get", a.get(vec![1]).await, Code::Closed)?;
    fails("flush", a.flush().await, Code::Closed)?;
    fails("room", a.room().await, Code::Closed)?;
    fails("persist", a.persist().await, Code::Closed)?;
    fails("turn", a.turn("x").await, Code::Closed)?;
    a.close();
    same("the other", b.commit(commit(1, &["2"])).await?, Outcome::Done)?;
    same("the log", texts(&b).await?.concat(), "12".to_owned())
}

//! Statuses (A1.7), efforts (A3.4.8): every spelling that is known to exist.

use medallion::domain::plan::{Amount, Effort, PlanStatus, effort_keys, spellings};

#[test]
fn every_status_of_the_reference_folds_to_one_of_ours() {
    use PlanStatus as S;
    let table: [(S, &[&str]); 8] = [
        (
            S::Pending,
            &[
                "planning",
                "not_started",
                "not-started",
                "Not Started",
                "pending",
                "PENDING",
                "future",
                "ready",
                "draft",
                "approved",
                "accepted",
                "⏳",
                "⏳ Pending",
            ],
        ),
        (
            S::InProgress,
            &[
                "in_progress",
                "in-progress",
                "In Progress",
                "active",
                "partial",
                "deviated",
                "research",
                "🔄",
                "🔄 In Progress",
            ],
        ),
        (S::Review, &["review", "in-review", "Needs Review"]),
        (
            S::Completed,
            &[
                "complete",
                "completed",
                "COMPLETE",
                "done",
                "Done",
                "met",
                "verified",
                "inferred_complete",
                "research-complete",
                "✅",
                "✅ Complete",
                "✓",
                "✔️ done",
            ],
        ),
        (S::Blocked, &["blocked", "Blocked", "🚫", "🚫 Blocked"]),
        (S::AtRisk, &["at_risk", "at-risk", "At Risk", "⚠️ at risk"]),
        (S::Deferred, &["deferred", "waived", "on hold"]),
        (S::Cancelled, &["cancelled", "canceled", "abandoned", "superseded", "archived"]),
    ];
    for (status, words) in table {
        for word in words {
            assert_eq!(PlanStatus::fold(word), Some(status), "{word}");
            assert_eq!(PlanStatus::fold(&format!(" **{word}** ")), Some(status), "{word}");
        }
    }
    for word in ["", "soon", "complete-ish", "-", "🎉", "90%"] {
        assert_eq!(PlanStatus::fold(word), None, "{word}");
    }
    for (word, status) in spellings() {
        assert_eq!(
            PlanStatus::fold(&word.to_uppercase().replace('_', " ")),
            Some(status),
            "{word}"
        );
        assert_eq!(PlanStatus::fold(&word.replace('_', "-")), Some(status), "{word}");
    }
    for status in PlanStatus::ALL {
        assert_eq!(PlanStatus::fold(status.as_str()), Some(*status));
    }
}

#[test]
fn efforts_are_points_or_minutes_and_never_mixed() {
    let points = |thousandths| (Some(thousandths), None);
    let minutes = |count: u64| (None, Some(count * 1000));
    for (key, text, expected) in [
        ("estimated_effort", "1 pt", points(1000)),
        ("estimated_effort", "0.5 pts", points(500)),
        ("estimated_effort", "3 SP", points(3000)),
        ("estimated_effort", "5 story points", points(5000)),
        ("estimated_effort", "3pts", points(3000)),
        ("estimated_effort", "2.5 points", points(2500)),
        ("story_points", "0.25", points(250)),
        ("points", "8", points(8000)),
        ("effort", "3", points(3000)),
        ("estimate", "2", points(2000)),
        ("estimated_effort", "2h", minutes(120)),
        ("estimate", "15 min", minutes(15)),
        ("estimated_effort", "10m", minutes(10)),
        ("effort", "30-40 min", minutes(35)),
        ("estimated_effort", "2-3h", minutes(150)),
        ("estimated_effort", "2h-3h", minutes(150)),
        ("estimated_effort", "2–3 hours", minutes(150)),
        ("estimated_effort", "2 to 3 hours", minutes(150)),
        ("estimated_effort", "~3h", minutes(180)),
        ("estimated_effort", "1h 30m", minutes(90)),
        ("estimated_effort", "1d", minutes(480)),
        ("estimated_effort", "0.5 days", minutes(240)),
        ("estimated_effort", "1w", minutes(2400)),
        ("estimated_effort", "2 weeks", minutes(4800)),
        ("estimated_time", "1.5h", minutes(90)),
        ("estimated_time", "2", minutes(120)),
        ("estimated_hours", "1.5", minutes(90)),
        ("estimated_hours", "2-4", minutes(180)),
        ("estimate_hours", "0.5", minutes(30)),
        ("estimated_effort", "0.5d (2 pts)", (Some(2000), Some(240_000))),
        ("estimated_effort", "8h (1d)", minutes(480)),
        ("estimated_effort", "1d (6-8h)", minutes(480)),
        ("estimated_effort", "2 pts (1d, 8h)", (Some(2000), Some(960_000))),
        ("estimated_hours", "9 (2 pts)", (Some(2000), Some(540_000))),
        ("estimated_effort", "3h (with tests)", minutes(180)),
        ("estimated_effort", "4+ hours", minutes(240)),
        ("estimated_effort", "3+ days", minutes(1440)),
        ("estimated_effort", "2+ h", minutes(120)),
        ("estimated_effort", "3+", points(3000)),
        ("estimated_effort", ".5 pts", points(500)),
        ("estimated_effort", "approx. .5h", minutes(30)),
        ("estimated_effort", "≈ 3h", minutes(180)),
        ("estimated_effort", "up to 3h", minutes(180)),
        ("estimated_effort", "1h and 30m", minutes(90)),
        ("estimated_effort", "1-2h remaining", minutes(90)),
        ("estimated_effort", "2 pts = 6h", (Some(2000), Some(360_000))),
        // Each end of a range has its own unit, and may have parts.
        ("estimated_effort", "30m-1h", minutes(45)),
        ("estimated_effort", "45min - 2h", (None, Some(82_500))),
        ("estimated_effort", "4h-1d", minutes(360)),
        ("estimated_effort", "2h - 1d", minutes(300)),
        ("estimated_effort", "30 min to 1 hour", minutes(45)),
        ("estimated_effort", "1h30m-2h", minutes(105)),
        ("estimated_effort", "1h - 1h 30m", minutes(75)),
        ("estimated_effort", "1d 2h-4h", minutes(660)),
        ("estimated_effort", "2-3 pts, 30m-1h", (Some(2500), Some(45_000))),
    ] {
        let effort = Effort::read(key, text).unwrap_or_else(|| panic!("{key}: {text}"));
        let amount = |amount: Option<Amount>| amount.map(|amount| amount.0);
        assert_eq!((amount(effort.points), amount(effort.minutes)), expected, "{key}: {text}");
    }
    for text in ["", "a lot", "XL", "tbd", "3 engineers", "1 2", "2026", "9 (2 pts)", "v2 of it"] {
        let read = Effort::read("nothing_of_the_kind", text);
        assert_eq!(read, None, "{text}");
    }
    for text in ["9 (2 pts)", "2h (3 engineers)", "-3h", " - 2 pts", "− 1d"] {
        assert_eq!(Effort::read("estimated_effort", text), None, "{text}");
    }
    // Free text stays text, whatever numbers are in it.
    for text in [
        "TBD (see issue 12)",
        "phase 2",
        "phase 2 takes 3h",
        "50%",
        "#12",
        "2h / 4h",
        "4h or 6h",
        "3 of 5",
        "1:30",
        "v2",
        "2h per day for 3 days",
        "2h - 3 pts",
        "2h (1 pt) + 3h (2 pts)",
        "12-16 hours (Phases 1-4) + 6-8 hours (Phase 5 future)",
    ] {
        assert_eq!(Effort::read("estimated_effort", text), None, "{text}");
    }
    assert!(effort_keys().any(|key| key == "estimate_hours"));
    assert_eq!(Effort::read("effort", "99999999999999999999 pts"), None);
    assert!(Effort::read("effort", "18446744073709551 weeks").is_some());
}

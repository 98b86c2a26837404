use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// The rule itself, over everything: what the index must agree with.
#[derive(Default)]
struct Plain(Vec<Option<(Scope, Rank, Status)>>);

impl Plain {
    fn newest(&self, accepts: impl Fn(&Scope, Status) -> bool) -> Vec<Slot> {
        let mut found: Vec<(Rank, Slot)> = (0..)
            .zip(&self.0)
            .filter_map(|(slot, at)| {
                at.as_ref().map(|(scope, rank, status)| (slot, scope, *rank, *status))
            })
            .filter(|(_, scope, _, status)| accepts(scope, *status))
            .map(|(slot, _, rank, _)| (rank, slot))
            .collect();
        found.sort_unstable_by(|left, right| right.cmp(left));
        found.into_iter().map(|(_, slot)| slot).collect()
    }
}

fn labels() -> impl Strategy<Value = Vec<Label>> {
    vec(0_u8..6, 0..4).prop_map(|numbers| {
        numbers.into_iter().map(|number| Label::new(&format!("l{number}")).unwrap()).collect()
    })
}

fn scopes() -> impl Strategy<Value = Scope> {
    (labels(), labels()).prop_map(|(graph_nodes, tags)| Scope {
        graph_nodes,
        tags,
        extra: Default::default(),
    })
}

fn statuses() -> impl Strategy<Value = Status> {
    prop_oneof![4 => Just(Status::Active), 1 => Just(Status::Stale), 1 => Just(Status::Superseded)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn answers_are_those_of_the_plain_rule(
        writes in vec((0_u32..24, proptest::option::weighted(0.9, (scopes(), statuses(), 0_i64..8))), 0..160),
        asked in vec((scopes(), 0_usize..6), 1..12),
    ) {
        let mut index = ScopeIndex::default();
        let mut plain = Plain::default();
        for (order, (slot, write)) in (0_u64..).zip(writes) {
            if plain.0.len() <= slot as usize {
                plain.0.resize(slot as usize + 1, None);
            }
            match write {
                None => {
                    index.remove(slot);
                    plain.0[slot as usize] = None;
                }
                Some((scope, status, millis)) => {
                    let rank = Rank { at: Timestamp::from_millis(millis), order };
                    index.set(slot, &scope, rank, status);
                    plain.0[slot as usize] = Some((scope, rank, status));
                }
            }
            if order % 7 == 0 {
                let (scope, limit) = &asked[order as usize % asked.len()];
                let expected = plain.newest(|stored, status| status == Status::Active && scope.finds(stored));
                prop_assert_eq!(index.query(scope, &[Status::Active], *limit), expected[..expected.len().min(*limit)].to_vec());
            }
        }
        for (scope, _) in &asked {
            let expected = plain.newest(|stored, status| status != Status::Superseded && scope.finds(stored));
            prop_assert_eq!(index.query(scope, &[Status::Active, Status::Stale], usize::MAX), expected.clone());
            let finds = |slot: &Slot| index.finds(*slot, scope, &[Status::Active, Status::Stale]);
            let mut found: Vec<Slot> = (0..30).filter(finds).collect();
            found.sort_unstable_by_key(|slot| expected.iter().position(|own| own == slot));
            prop_assert_eq!(found, expected);
            let same = plain.newest(|stored, status| status == Status::Active && scope.key() == stored.key());
            prop_assert_eq!(index.same(scope), same.first().copied());
        }
        let everything = plain.newest(|_, status| status == Status::Active);
        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let page = index.list(&[Status::Active], before, 3);
            before = page.last().map(|(_, rank)| *rank);
            paged.extend(page.iter().map(|(slot, _)| *slot));
            if page.len() < 3 { break; }
        }
        prop_assert_eq!(index.count(&[Status::Active]), everything.len());
        prop_assert_eq!(paged, everything);
    }
}

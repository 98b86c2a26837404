//! The table of operations itself.

use medallion::Code;
use medallion::domain::role::Role;
use medallion::service::operations;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn every_operation_has_a_name_of_its_own() {
    let mut names: Vec<&str> = operations::all().map(|own| own.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for own in operations::all() {
        let has_options = own.parameters.last() == Some(&"options");
        assert_eq!(own.options.is_some(), has_options, "{}", own.name);
    }
}

#[test]
fn whatever_is_handed_in_gets_an_answer_or_an_error_and_an_error_stores_nothing() {
    let odd: [Value; 9] = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!(""),
        json!("nobody"),
        json!([]),
        json!([[1]]),
        json!({}),
        json!({"__proto__": 1, "title": {"a": null}}),
    ];
    let desk = Desk::new();
    for own in operations::all() {
        for value in &odd {
            let arguments: Vec<Value> = own.parameters.iter().map(|_| value.clone()).collect();
            let before = desk.entries();
            if desk.try_call(own.name, &arguments).is_err() {
                assert_eq!(desk.entries(), before, "{} {value}", own.name);
            }
        }
    }
}

#[test]
fn an_option_that_is_none_is_refused_by_every_operation_that_has_options() {
    let desk = Desk::new();
    for own in operations::all().filter(|own| own.options.is_some()) {
        let mut arguments: Vec<Value> = own.parameters.iter().map(|_| json!("x")).collect();
        *arguments.last_mut().unwrap() = json!({"surprise": 1});
        let error = desk.refusal(own.name, &arguments);
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("surprise")), "{}", own.name);
    }
}

#[test]
fn nobody_does_what_is_beyond_their_role() {
    let desk = Desk::new();
    let ada = desk.as_role(Role::Learner, Some("learner-ada"));
    let teacher = desk.as_role(Role::Instructor, None);
    let admin = desk.as_role(Role::Admin, None);
    use medallion::domain::role::Access::{Anyone, Author, Own, Teach};
    for own in operations::all() {
        let arguments: Vec<Value> = own.parameters.iter().map(|_| json!("learner-bob")).collect();
        let is_denied =
            |desk: &Desk| match desk.try_call(own.name, &arguments[..1.min(arguments.len())]) {
                Err(error) => error.code() == Code::PermissionDenied,
                Ok(_) => false,
            };
        assert!(!is_denied(&admin), "{}", own.name);
        assert_eq!(is_denied(&teacher), own.access == Author, "{}", own.name);
        match own.access {
            Author | Teach | Own(_) => assert!(is_denied(&ada), "{}", own.name),
            // Those look at whose it is.
            Anyone => {}
        }
    }
}

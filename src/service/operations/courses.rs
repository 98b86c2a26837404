//! The rows of `ws.tasks` that take courses in and give them out (design section 6.2, rule 10).

use super::options::{CourseExportOptions, CourseImportOptions};
use super::{Operation, Outcome};
use crate::domain::curriculum::{
    CourseFormat, CourseOptions, export_course, import_course, shared_by,
};
use crate::domain::event::EntityType;
use crate::domain::role::Access::{Author, Teach};

/// Takes in a course: an object, or text.
pub const IMPORT: Operation =
    Operation::command("tasks.import", &["course", "options"], Author, |call| {
        let update: Option<String> = call.option("update");
        let options = CourseOptions {
            dry_run: call.flag("dryRun"),
            update: update.as_deref(),
            keep_ids: call.flag("keepIds"),
            only_values: true,
        };
        let text = match call.json(0).starts_with('"') {
            true => call.text(0)?,
            false => call.json(0).to_owned(),
        };
        let patterns = call.caller.environment.patterns();
        let curriculum = &call.model.curriculum;
        call.decide(|stamp| import_course(curriculum, &text, options, patterns, stamp))
    })
    .with::<CourseImportOptions>();

/// Gives a project out as a course.
pub const EXPORT: Operation =
    Operation::read("tasks.export", &["projectId", "options"], Teach, |call| {
        let format = call.option("format").unwrap_or(CourseFormat::Json);
        let body = |kind: EntityType, id: &str| call.body(kind, id).ok().map(str::to_owned);
        let text = export_course(&call.model.curriculum, &call.text(0)?, format, &body)?;
        Ok(Outcome::answer(&text))
    })
    .with::<CourseExportOptions>()
    .seeing(|call| {
        let shared = shared_by(&call.model.curriculum, &call.text(0)?)?;
        let contents = shared.contents.into_iter().map(|id| (EntityType::Content, id.into()));
        let comments = shared.comments.into_iter().map(|id| (EntityType::Comment, id.into()));
        Ok(contents.chain(comments).collect())
    });

/// All of them.
pub const ALL: &[Operation] = &[IMPORT, EXPORT];

//! `ws.tasks`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::handle::Handle;
use super::operations::part;
use crate::service::operations::{courses, dependencies, material, tasks};

part! {
    "Shared trees of tasks. A task has no status: that is each learner's own."
    Tasks {
        "Makes a task: a project, or whatever stands below another task."
        create create(task: "NewTask"; options: "CommandOptions") -> "Promise<Task>" = tasks::CREATE;
        "A task; `undefined` if there is none."
        get get(id: "string") -> "Promise<Task | undefined>" = tasks::GET;
        "Changes fields of a task and leaves its others."
        update update(id: "string", patch: "TaskPatch"; options: "CommandOptions") -> "Promise<Task>" = tasks::UPDATE;
        "Deletes a task with all that is below it and hangs on it, evidence included."
        delete delete(id: "string"; options: "DeleteTaskOptions") -> "Promise<TaskRemoval>" = tasks::DELETE;
        "Gives a task another place. Its id stays."
        move move_task(id: "string", new_parent_id: "string"; options: "MoveTaskOptions") -> "Promise<Task>" = tasks::MOVE;
        "What is directly below a task, or everything below it, in order of place."
        children children(id: "string"; options: "ChildrenOptions") -> "Promise<Task[]>" = tasks::CHILDREN;
        "What is above a task, nearest first."
        ancestors ancestors(id: "string") -> "Promise<Task[]>" = tasks::ANCESTORS;
        "Tasks in order of place, page by page; with `text`, those first whose title begins so."
        list list(; options: "TaskListOptions") -> "Promise<Page<Task>>" = tasks::LIST;
        "How many tasks are in use, projects included."
        count count(; options: "TaskCountOptions") -> "Promise<number>" = tasks::COUNT;
        "All projects."
        projects projects() -> "Promise<Task[]>" = tasks::PROJECTS;
        "The project that its author named so; the newest version if none is asked for."
        projectBySlug project_by_slug(slug: "string"; version: "number") -> "Promise<Task | undefined>" = tasks::PROJECT_BY_SLUG;
        "Lets one task wait for another."
        addDependency add_dependency(task_id: "string", depends_on_id: "string"; options: "DependencyOptions") -> "Promise<Dependency>" = dependencies::ADD;
        "Lets it wait no longer."
        removeDependency remove_dependency(task_id: "string", depends_on_id: "string"; options: "CommandOptions") -> "Promise<void>" = dependencies::REMOVE;
        "What a task waits for."
        dependencies dependencies(task_id: "string"; options: "DependencyFilter") -> "Promise<Dependency[]>" = dependencies::OF;
        "What waits for a task."
        dependents dependents(task_id: "string"; options: "DependencyFilter") -> "Promise<Dependency[]>" = dependencies::ON;
        "The groups of tasks in a project that wait for each other. There are none unless a file brought them."
        cycles cycles(project_id: "string") -> "Promise<string[][]>" = dependencies::CYCLES;
        "In which order a project can be done, side by side where possible, and how long that takes."
        schedule schedule(project_id: "string") -> "Promise<ProjectSchedule>" = dependencies::SCHEDULE;
        "Attaches an objective."
        addObjective add_objective(task_id: "string", objective: "ObjectiveDraftInput"; options: "CommandOptions") -> "Promise<LearningObjective>" = tasks::ADD_OBJECTIVE;
        "What is learned with a task."
        objectives objectives(task_id: "string"; options: "ObjectiveOptions") -> "Promise<LearningObjective[]>" = tasks::OBJECTIVES;
        "Takes an objective off its task."
        removeObjective remove_objective(objective_id: "string"; options: "CommandOptions") -> "Promise<void>" = tasks::REMOVE_OBJECTIVE;
        "Attaches a criterion."
        addCriterion add_criterion(task_id: "string", criterion: "NewCriterion"; options: "CommandOptions") -> "Promise<AcceptanceCriterion>" = tasks::ADD_CRITERION;
        "What submissions for a task are judged against. A learner's handle is shown neither what is right nor, while the task is locked, what is asked."
        criteria criteria(task_id: "string") -> "Promise<AcceptanceCriterion[]>" = tasks::CRITERIA;
        "Takes a criterion off its task."
        removeCriterion remove_criterion(criterion_id: "string"; options: "CommandOptions") -> "Promise<void>" = tasks::REMOVE_CRITERION;
        "Makes learning material."
        createContent create_content(content: "ContentDraftInput"; options: "CommandOptions") -> "Promise<LearningContent>" = material::CREATE;
        "Learning material; `undefined` if there is none."
        getContent get_content(id: "string") -> "Promise<LearningContent | undefined>" = material::GET;
        "Changes fields of learning material and leaves its others."
        updateContent update_content(id: "string", patch: "ContentPatch"; options: "CommandOptions") -> "Promise<LearningContent>" = material::UPDATE;
        "Shows learning material with a task."
        attachContent attach_content(content_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<Task>" = material::ATTACH;
        "Shows it no longer."
        detachContent detach_content(content_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<Task>" = material::DETACH;
        "The learning material of a task."
        content content(task_id: "string") -> "Promise<LearningContent[]>" = material::OF;
        "Says something about a task, to all or to one learner."
        addComment add_comment(task_id: "string", comment: "CommentDraftInput"; options: "CommandOptions") -> "Promise<TaskComment>" = material::ADD_COMMENT;
        "What was said about a task: the newest page, oldest first in it."
        comments comments(task_id: "string"; options: "CommentListOptions") -> "Promise<Page<TaskComment>>" = material::COMMENTS;
        "Gives a project out as the text of a course: importing it gives the same tree."
        export export(project_id: "string"; options: "CourseExportOptions") -> "Promise<string>" = courses::EXPORT;
    }
}

#[wasm_bindgen]
impl Tasks {
    /// Takes in a course; what it answers with depends on the options, as `typescript.rs` says.
    #[wasm_bindgen(js_name = import, skip_typescript)]
    pub fn import_course(&self, course: JsValue, options: JsValue) -> Promise {
        self.0.perform(const { courses::IMPORT.title() }, &[course, options])
    }
}

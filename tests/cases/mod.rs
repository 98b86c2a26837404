//! The cases of the spec (of `medallion.md` A4.2 and A4.3, and a choice of those of
//! `tasks-and-progress.md` 9), written once and run on every store: natively on the
//! memory store by `spec_cases.rs`, in browsers on IndexedDB by `web_spec_cases.rs`.
//!
//! A case is given a [`World`]: one fresh log, and as many tabs on it as it opens. It needs no
//! particular executor and never waits for time to pass. Every id of the spec stands in the name
//! of a case; where ours decides differently on purpose (design section 5), the case asserts our
//! rule and its doc line says so.

// Not every test file that includes this needs all of it.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub mod faulty;
pub mod models;
#[cfg(not(target_family = "wasm"))]
pub mod native;
pub mod passed_on;
pub mod samples;
pub mod watched;
pub mod world;

pub mod checkpoint;
pub mod document;
pub mod extra;
pub mod learning;
pub mod many;
pub mod performance;
pub mod scope;
pub mod store;
pub mod stub;

#[allow(unused_macros)]
/// Calls a macro of yours with the names of all cases, module by module.
macro_rules! for_each_spec_case {
    ($with:ident) => {
        $with! {
            document:
                u1_u2_u3_u4_a_scope_keeps_its_order_and_may_leave_lists_out
                u5_a_decision_keeps_its_fields
                u6_u7_u10_confidence_from_0_to_1_is_valid
                u8_u9_u11_confidence_beyond_0_to_1_is_an_error_at_its_path
                u12_u15_a_question_keeps_its_fields_and_may_wait_for_nothing
                u13_u14_priority_is_low_medium_or_high
                u16_meta_has_a_version_and_is_active_by_itself
                u17_u18_u19_updated_at_is_never_before_created_at
                u20_status_is_active_stale_or_superseded
                u21_times_of_knowledge_are_kept
                u22_u25_u26_u27_a_document_becomes_text_and_back
                u23_u24_u28_k9_reading_what_was_written_gives_the_same_document
                u29_u30_u31_evidence_may_be_only_a_summary_and_an_empty_one
                k1_k2_k3_k4_k5_k6_k7_k8_every_type_has_the_fields_of_the_reference
            ;
            store:
                s1_s2_s7_q1_q5_q6_what_was_created_is_found_by_its_id
                s3_q3_q4_creating_twice_is_already_exists
                s4_s5_q11_update_stores_the_newer_summary
                s6_q12_updating_what_is_not_there_is_not_found
                s8_s9_q7_getting_what_is_not_there_gives_nothing
                s10_s11_the_exact_scope_finds_it
                s12_part_of_the_scope_finds_it
                s13_another_scope_finds_nothing
                s14_an_empty_scope_finds_nothing
                s15_q15_the_limit_bounds_the_answer
                s16_newest_first
                s17_s18_q17_a_limit_of_zero_gives_nothing
                s19_q26_every_store_fills_the_same_port
                q2_q9_q10_a_closed_workspace_says_so_and_opens_again_with_all_there_was
                q8_every_field_of_a_stored_medallion_is_preserved
                q13_update_keeps_created_at
                q14_two_of_one_scope_are_two_hits
                q16_neither_node_nor_tag_matches
            ;
            scope:
                q18_nodes_alone_find_what_has_tags
                q19_the_exact_scope_is_one_hit
                q20_a_subset_of_nodes_finds_it
                q21_an_update_moves_to_the_front
                q22_any_tag_is_enough
                q23_tags_alone_find_only_their_own
                q24_q24b_q24c_all_requested_nodes_must_be_there
                q25_one_stored_and_three_questions
                i7_five_stored_and_five_questions
            ;
            stub:
                l1_a_generated_medallion_is_the_stubs
                l2_l3_l4_scope_and_summary_become_the_document
                l5_both_times_are_now
                l6_l7_blank_evidence_is_an_error_of_the_model
                l8_l14_what_the_stub_writes_can_be_written_as_text
                l9_l10_l11_l15_an_update_changes_only_the_time
                l12_l13_blank_evidence_is_an_error_on_update_too
            ;
            checkpoint:
                c1_c2_the_first_checkpoint_asks_generate_once_and_creates
                c3_c8_an_error_of_the_model_passes_with_what_was_tried
                c4_c9_an_error_of_the_store_passes_with_what_was_tried
                c5_c10_an_answer_of_the_wrong_shape_is_the_models_error
                c6_the_second_checkpoint_asks_update_once
                c7_the_newest_of_several_is_updated
                c11_c15_c16_a_failing_look_up_keeps_its_code
                c12_c13_c14_loading_is_a_query_by_scope
                c17_i4_i5_checkpoints_of_one_scope_make_one_medallion
                i1_a_full_document_is_preserved
                i2_three_are_found
                i3_times_are_preserved
                i6_loading_respects_order_and_limit
            ;
            performance:
                p1_a_query_over_150_is_fast_and_right
                p2_no_match_is_fast
                p3_limits_of_5_and_50_are_fast
            ;
            extra:
                x1_s14_an_empty_scope_on_a_full_store_finds_nothing_and_list_finds_all
                x2_one_old_match_behind_sixty_others_is_found
                x3_a_checkpoint_after_five_other_scopes_updates_its_own
                x4_a_broader_scope_is_another_scope
                x5_x17_order_is_by_instant_and_then_by_commit
                x6_naive_and_zoned_times_go_together
                x7_update_keeps_created_at_whatever_it_is_told
                x8_updated_at_always_rises
                x9_five_parallel_updates_are_all_kept_or_conflicts
                x9_five_parallel_checkpoints_are_all_kept
                x10_five_parallel_first_checkpoints_make_one_medallion
                x11_a_damaged_record_is_typed_hidden_and_can_be_written_again
                x12_unknown_properties_are_preserved
                x13_knowledge_that_ends_before_it_begins_is_an_error
                x14_repeated_ids_are_an_error
                x15_the_greatest_limit_is_just_a_limit
                x16_an_answer_that_cannot_be_used_has_one_more_chance
                x16_whatever_a_model_answers_is_the_models_error
                x18_a_summary_that_is_too_long_is_cut_and_marked
            ;
            many:
                many_are_stored_all_or_none_however_late_a_wrong_one_comes
                many_are_decided_again_when_another_tab_was_faster
                many_are_told_once_and_in_order
            ;
            learning:
                tk1_tk2_tk8_tk10_a_tree_is_there_in_another_tab
                dp8_dp10_a_cycle_is_refused_and_nothing_is_stored
                in2_ex9_a_course_goes_out_and_comes_in_as_the_same_tree
                pr1_pr2_pr11_reading_writes_nothing
                dp13_dp18_dp19_a_learner_unlocks_for_nobody_else
                tp5_tp8_sv1_pr8_a_pass_closes_what_is_complete_with_it
                pr12_pr14_eb1_a_hold_reaches_downwards_until_it_is_released
                sv7_tabs_that_hand_in_at_once_count_attempts_one_by_one
                an_erased_learner_is_nowhere_in_the_store
            ;
        }
    };
}
#[allow(unused_imports)]
pub(crate) use for_each_spec_case;

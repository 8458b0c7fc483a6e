"""In which row of the access table each route stands, and which deed of that row it is.

A route that stands nowhere fails `test_permissions.py`: say in which row it belongs.
"""

_ENDPOINTS = {
    ("claims, timeline, file", "read"): """
        claims.index claims.show claims.search claims.command_bar claims.complexity
        claims.coordination
        claims.disclosures claims.file claims.document claims.document_download
        claims.document_image claims.notes claims.print_notes claims.parties
        handover.absence handover.print_absence handover.back handover.departure
        handover.print_departure
        claims.recovery claims.time transfers.index transfers.show co_signing.show_entry
        parties.employers parties.employer parties.log_of_employer parties.providers
        parties.provider parties.log_of_clinic parties.reports_of_accident
        api.list_claims api.read_claim api.list_notes
        api.list_care_episodes api.read_care_episode""",
    ("claims, timeline, file", "write"): """
        claims.preview_bulk_act claims.act_in_bulk claims.close claims.hold claims.give claims.document_fields claims.note_step
        claims.void_step claims.add_point claims.end_point claims.add_rule claims.end_rule
        claims.open_barrier claims.barrier claims.plan_barrier claims.close_barrier
        claims.add_episode claims.episode claims.correct_episode claims.end_episode
        claims.remove_episode claims.record_frq claims.void_frq claims.set_goal
        claims.record_measure claims.void_measure""",
    ("notes", "write"): """
        claims.write claims.sign claims.take_back claims.undo_try claims.log_try
        claims.list_letters claims.write_letter parties.call_employer parties.call_clinic
        drafts.finish drafts.sign co_signing.answer co_signing.withdraw api.add_note""",
    ("notes", "co-sign"): """
        claims.co_sign claims.return_with_question co_signing.index co_signing.show
        co_signing.sign co_signing.return_with_question co_signing.sign_entry
        co_signing.return_entry_with_question""",
    ("notes", "addendum"): "claims.add_addendum",
    ("notes", "void"): "claims.void claims.ask_move claims.move",
    ("tasks", "read"): """
        tasks.index tasks.grouped tasks.show tasks.calendar api.list_tasks_of_claims api.read_case_task""",
    ("tasks", "write"): """
        tasks.preview_bulk_act tasks.act_in_bulk
        tasks.new tasks.write tasks.start tasks.wait tasks.finish tasks.set_not_needed
        tasks.reopen tasks.move_due_day claims.choose_playbook claims.start
        api.add_task api.end_task""",
    ("tasks", "reassign"): """
        tasks.reassign tasks.preview_reassignment tasks.reassign_all""",
    ("call intake", "write"): "calls.new calls.noted calls.take",
    ("call intake", "match"): """
        calls.index calls.show calls.match calls.confirm calls.refuse calls.unmatch
        calls.finish calls.reopen""",
    ("referrals", "read"): """
        referrals.index referrals.show claims.referrals api.list_referrals""",
    ("referrals", "draft"): "claims.start_referral referrals.change_draft referrals.ask",
    ("referrals", "send"): """
        referrals.send referrals.update referrals.withdraw referrals.give_information
        referrals.reopen referrals.answer""",
    ("referrals", "exchange"): """
        referrals.packet referrals.packet_file api.list_tasks api.read_task api.read_request""",
    ("referrals", "answer"): "api.update_task",
    ("referrals", "queue"): """
        desk.index desk.show desk.answer desk.take desk.release desk.reopen desk.tell_use""",
    ("referrals", "figures"): "referrals.figures",
    ("referrals", "behind-figures"): "referrals.figure_rows",
    ("time", "own"): """
        time.index time.log time.attest time.confirm time.give_note_time time.ask_reopening""",
    ("time", "change"): "time.entry time.change time.void",
    ("time", "correct"): "time.accept",
    ("time", "lock"): """
        time.attested time.decline time.lock time.reopen billing.index billing.make
        billing.batch billing.sent""",
    ("workload, 588, reports", "totals"): "workload.index",
    ("workload, 588, reports", "figures"): """
        workload.claims workload.minutes workload.positions workload.load api.list_time""",
    ("workload, 588, reports", "benchmarks-totals"): """
        measures.index measures.benchmark measures.counted api.list_measures""",
    ("workload, 588, reports", "benchmarks"): "measures.rows",
    ("workload, 588, reports", "all"): """
        workload.ledger workload.ledger_brief workload.side_by_side reports.index reports.own reports.report
        measures.comparator measures.write_comparator api.list_reports""",
    ("workload, 588, reports", "caseloads"): "workload.rebalance",
    ("workload, 588, reports", "discuss"): "workload.discussion workload.write_discussion",
    ("workload, 588, reports", "confirm"): "workload.confirm",
    ("workload, 588, reports", "freeze"): """
        reports.attest reports.freeze reports.text reports.write_text reports.restate measures.apf_sample
        measures.draw_sample measures.apf_review measures.write_apf_review""",
    ("workload, 588, reports", "training"): """
        staffing.approve staffing.accept staffing.take_back""",
    ("exports", "listed"): """
        claims.export claims.export_workbook claims.file_csv referrals.export
        referrals.export_workbook tasks.export tasks.export_workbook lists.export_refused
        lists.export_refused_workbook
        workload.export_claims workload.export_claims_workbook workload.export_minutes
        workload.export_minutes_workbook workload.export_positions workload.export_positions_workbook
        measures.export_rows measures.export_rows_workbook parties.export_providers
        parties.export_providers_workbook parties.export_employers
        parties.export_employers_workbook parties.export_reports_of_accident""",
    ("exports", "cohe"): """
        referrals.export_figure_rows referrals.export_figure_rows_workbook billing.batch_csv""",
    ("exports", "audit"): "audit.export",
    ("exports", "reports"): "reports.report_file api.read_report",
    ("exports", "queue"): "desk.export desk.export_workbook",
    ("people, positions, cover", "read"): """
        staffing.index staffing.person staffing.contents staffing.voiding""",
    ("people, positions, cover", "own"): "staffing.acknowledge",
    ("people, positions, cover", "host"): "staffing.confirm staffing.declining staffing.decline",
    ("people, positions, cover", "absence"): """
        coverage.own coverage.record_own coverage.cancel_own coverage.decline""",
    ("people, positions, cover", "manage"): """
        coverage.index coverage.record coverage.cancel coverage.plan coverage.name_one
        coverage.arrange coverage.arrange_one staffing.submit staffing.departure staffing.place
        staffing.adopt_draft staffing.let_go staffing.enter_minutes
        staffing.adopt staffing.leaving staffing.leave staffing.take_step staffing.train
        staffing.position staffing.new_position staffing.add staffing.end staffing.hours
        staffing.close staffing.void provider_moves.index provider_moves.show
        provider_moves.move provider_moves.give reports.rows reports.export_rows
        reports.export_rows_workbook""",
    ("people, positions, cover", "links"): """
        accounts.looked_after accounts.account accounts.act_on""",
    (
        "people, positions, cover",
        "accounts",
    ): "about.add_cohe accounts.add accounts.identity accounts.set_identity",
    ("people, positions, cover", "feed"): "feed.index feed.upload feed.run feed.refused",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "read"): """
        centre_settings.index playbooks.index playbooks.show text_templates.index
        text_templates.show triage_weights.index""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "resources"): """
        about.list_resources about.resource""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "manage"): """
        about.add_resource about.edit_resource
        centre_settings.change playbooks.add playbooks.edit text_templates.add
        text_templates.edit triage_weights.draft triage_weights.go_live billing.set_code
        claims.restriction claims.restrict claims.admit claims.exclude claims.unrestrict""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "contract"): """
        contract_settings.index contract_settings.proposal""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "propose"): """
        contract_settings.propose""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "approve"): """
        contract_settings.approve contract_settings.refuse""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "technical"): """
        webhooks.index webhooks.add webhooks.show webhooks.act_on webhooks.send_again
        desk.keeping desk.keep self_check.index accounts.sign_in_rules accounts.set_sign_in_rules""",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "retention"): """
        retention.index retention.purge retention.hold""",
    (
        "settings, templates, playbooks, weights, restriction, billing, retention",
        "ask-purge",
    ): "retention.ask",
    ("settings, templates, playbooks, weights, restriction, billing, retention", "purge-hold"): """
        retention.approve retention.refuse retention.place retention.lift""",
    ("audit", "own"): "audit.index",
    ("audit", "who-looked"): "audit.claim_looks",
    ("audit", "looks"): "audit.looks audit.review audit.export_looks",
    ("audit", "changes"): "claims.history",
    ("break-glass (below the table)", "open"): "break_glass.index break_glass.open_claim",
    ("answering for a claim (definitions: complexity, assistants, scope)", "raise"): """
        claims.raise_""",
    ("answering for a claim (definitions: complexity, assistants, scope)", "rate"): """
        claims.rate claims.lift claims.lend claims.withdraw claims.take_up claims.flag_document
        triage.index triage.show triage.decide""",
    ("answering for a claim (definitions: complexity, assistants, scope)", "hand-over"): """
        claims.hand_over_claim claims.preview_hand_over claims.hand_over_claims
        transfers.accept transfers.decline transfers.withdraw""",
    ("answering for a claim (definitions: complexity, assistants, scope)", "give"): """
        claims.propose transfers.refuse transfers.take rehoming.index rehoming.show
        rehoming.confirm rehoming.refuse""",
    ("answering for a claim (definitions: complexity, assistants, scope)", "same-person"): """
        bench.same_person bench.decide bench.undo
        bench.same_employer bench.decide_employers bench.undo_employers""",
    (
        "data bench: rows of the COHE, counts for the administrator",
        "bench",
    ): "bench.index about.start",
    ("what a COHE knows of an employer", "write"): "parties.save_light_duty",
    ("views of lists (experience: own, and shared by the supervisor)", "keep"): """
        lists.open_view lists.save_view lists.change_view lists.delete_view
        lists.open_list_with lists.like_list lists.show_bulk_act lists.undo_bulk_act""",
    ("own account, own day, help", "own"): """
        today.index about.list_pages about.offer_pages about.help_page accounts.sessions accounts.end_sessions
        accounts.change_password accounts.tokens accounts.make accounts.make_calendar
        accounts.revoke
        accounts.own_settings drafts.index drafts.save drafts.ask drafts.throw_away
        accounts.still_here accounts.cover accounts.second_step accounts.change_second_step
        accounts.confirm_second_step accounts.again accounts.give_again""",
}

# A contract manager's or desk's figures are text, and the address of the rows is 404 for them.
ROWS_BEHIND_FIGURES = frozenset(
    [
        "workload.claims",
        "workload.export_claims",
        "workload.export_claims_workbook",
        "workload.minutes",
        "workload.export_minutes",
        "workload.export_minutes_workbook",
        "workload.load",
        "workload.positions",
        "workload.export_positions",
        "workload.export_positions_workbook",
        "api.list_time",
        "measures.rows",
        "measures.export_rows",
        "measures.export_rows_workbook",
        "referrals.figure_rows",
        "referrals.export_figure_rows",
        "referrals.export_figure_rows_workbook",
    ]
)

PLACES = {
    endpoint: place for place, endpoints in _ENDPOINTS.items() for endpoint in endpoints.split()
}

"""What administrators read of everybody: the acts on accounts, sessions and signing in, under the names of
their audit entries. The numbers of claims are not told to them. Source: security.md, "Access"."""

_ACCOUNTS = {
    "change_email",
    "create_cohe",
    "create_staff",
    "deactivate_account",
    "invite_staff",
    "issue_link",
    "mail_link",
    "reactivate_account",
    "set_subject",
    "use_link",
}
_SESSIONS = {
    "cover_session",
    "end_sessions_of",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "uncover_session",
}
_PASSWORDS = {
    "check_own_password",
    "keep_own_password",
    "keep_upgraded_hash",
    "note_password_given",
}
_SECOND_STEP = {
    "begin_second_factor",
    "check_own_code",
    "confirm_second_factor",
    "demand_second_step",
    "drop_second_factor",
    "pass_second_step",
    "renew_recovery_codes",
    "reset_second_factor",
}
_TOKENS = {"end_tokens_of", "make_calendar_token", "make_token", "revoke_token", "use_token"}
_WEBHOOKS = {
    "add_webhook",
    "pause_webhook",
    "remove_webhook",
    "renew_webhook_secret",
    "resume_webhook",
    "send_webhook_again",
}
_DATA = {"break_glass", "open_claim", "restore_backup"}

OF_SECURITY = frozenset(
    _ACCOUNTS | _SESSIONS | _PASSWORDS | _SECOND_STEP | _TOKENS | _WEBHOOKS | _DATA
)

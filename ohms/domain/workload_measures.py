"""The figures of workload, of staffing, and of how Reports of Accident arrive."""

from ohms.domain.measure import BY_HSC, EVERY_SCOPE, Measure, ScopeKind, registry

_CONTRACT = "L&I, Health Services Coordinators page"
_BASES = ("fte_staffed", "fte_claim_specific", "fte_logged")

WORKLOAD_MEASURES = registry(
    Measure(
        "claims_initiated",
        "Claims initiated",
        "State Fund claims by the day they were initiated, by a provider enrolled in the COHE that"
        " day. Rejected and closed claims stay; a reopened one is not counted again; numbers that"
        " L&I combined count once.",
        "claims",
        "claims initiated",
        source=_CONTRACT,
        by=EVERY_SCOPE,
    ),
    Measure(
        "claim_minutes",
        "Claim-specific time",
        "Minutes with a claim, confirmed and not voided, by the day of the work, under the position"
        " they were worked in. Minutes that wait for their press stand beside.",
        "minutes",
        "claim-specific minutes",
        source=_CONTRACT,
        by=EVERY_SCOPE,
    ),
    Measure(
        "waiting_minutes",
        "Waiting minutes",
        "Captured runs over 60 minutes that their person has not confirmed yet, and minutes"
        " that came for a locked quarter and that no supervisor has accepted yet. Not counted until then.",
        "minutes",
        "claim-specific minutes not confirmed",
        by=EVERY_SCOPE,
    ),
    Measure(
        "other_minutes",
        "Other time",
        "Minutes for no claim, such as training given, outreach and meetings: never counted toward"
        " FTE.",
        "minutes",
        "minutes without a claim",
        source=_CONTRACT,
        by=BY_HSC,
    ),
    Measure(
        "available_minutes",
        "Available",
        "Scheduled on the position's weekdays, less State holidays, the COHE's closing days and"
        " recorded absences.",
        "minutes",
        "scheduled minutes less holidays, closing days and absences",
        by=BY_HSC,
    ),
    Measure(
        "unlogged_minutes",
        "Unlogged",
        "Available minutes that nobody logged, for claims or otherwise; they count as not"
        " claim-specific.",
        "minutes",
        "available minutes less all logged minutes",
        by=BY_HSC,
    ),
    Measure(
        "fte_staffed",
        "Staffed",
        "Weekly minutes of coordinator positions / 2,400, weighted by the days held.",
        "FTE",
        "weekly minutes x days held",
        "2,400 x days of the period",
        by=BY_HSC,
    ),
    Measure(
        "fte_claim_specific",
        "Claim-specific",
        "Of each coordinator position its staffed FTE x its claim-specific minutes / its available"
        " minutes, added up.",
        "FTE",
        "staffed FTE x claim-specific minutes",
        "available minutes",
        source=f"{_CONTRACT}: only claim-specific time counts; the averaging is assumed",
        by=BY_HSC,
    ),
    Measure(
        "fte_logged",
        "Logged",
        "Claim-specific minutes of coordinators / full-time minutes (31,200 a quarter).",
        "FTE",
        "claim-specific minutes",
        "full-time minutes of the period",
        by=BY_HSC,
    ),
    Measure(
        "claims_per_fte",
        "Claims per FTE",
        "Claims initiated / FTE on the named basis. Strictly more than 588 in a Quarterly Status"
        " Report calls for a discussion with the L&I contract manager.",
        "claims",
        "claims initiated",
        "FTE",
        threshold="588",
        source=f"{_CONTRACT}: more than 588 in any Quarterly Status Report",
        made_of=("claims_initiated", *_BASES),
    ),
    Measure(
        "at_this_pace",
        "At this pace",
        "Claims so far x days of the quarter / days elapsed / FTE so far: a warning, never an"
        " obligation, and not before 10 business days.",
        "claims",
        "claims so far x days of the quarter",
        "days elapsed x FTE so far",
        threshold="588",
        made_of=("claims_initiated", *_BASES),
    ),
    Measure(
        "headroom",
        "Headroom",
        "How many more claims at the same FTE, or fewer claim-specific minutes at the same claims,"
        " before the limit is passed.",
        "claims",
        "limit x FTE less claims",
        made_of=("claims_initiated", *_BASES),
    ),
    Measure(
        "claims_in_year",
        "Claims of 12 months",
        "Claims initiated in the 12 months up to the day, counted as those of the quarter are.",
        "claims",
        "claims initiated in 12 months",
        source=_CONTRACT,
    ),
    Measure(
        "required_fte",
        "Required FTE",
        "Claims initiated in the 12 months up to the day / 2,350, exact; the half-step reading is"
        " 0.5 for each full 1,175.",
        "FTE",
        "claims initiated in 12 months",
        "2,350",
        source=f"{_CONTRACT}: one FTE for every 2,350 claims initiated a year",
        made_of=("claims_in_year",),
    ),
    Measure(
        "open_claims",
        "Open claims",
        "Claims whose coordination is not closed, by who answers for them today: given by name,"
        " else by the provider's coordinator.",
        "claims",
        "claims not closed",
        by=BY_HSC,
    ),
    Measure(
        "overdue_tasks",
        "Overdue tasks",
        "Tasks not finished whose day has passed, by owner.",
        "tasks",
        "open tasks due before today",
        by=BY_HSC,
    ),
)
"""Of a COHE, its quarter and its people."""

ROA_MEASURES = registry(
    Measure(
        "roa_days",
        "Median days to L&I",
        "Of the claims that a provider initiated in the last 12 months, the days from the signature"
        " of the first Report of Accident to its arrival at L&I: half took as long or longer.",
        "days",
        "days from signature to arrival",
        by=(ScopeKind.PROVIDER,),
    ),
    Measure(
        "roa_in_time",
        "Within 2 business days",
        "Reports of Accident that L&I had within 2 business days of the first visit, of those with a"
        " first visit known.",
        "percent",
        "reports received in time",
        "reports with a first visit",
        threshold="80 %",
        source="L&I, COHE accountability",
        by=(ScopeKind.PROVIDER,),
    ),
    Measure(
        "roa_complete",
        "Complete when sent",
        "Reports of Accident without a missing field when L&I first had them.",
        "percent",
        "complete reports",
        "reports",
        threshold="80 %",
        source="L&I, COHE accountability",
        by=(ScopeKind.PROVIDER,),
    ),
)
"""Of one provider, over twelve months."""

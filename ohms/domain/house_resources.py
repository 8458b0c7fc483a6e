"""The public pages that every COHE begins with, each read for what OHMS rests on. A COHE changes, orders
and takes them from its list as it likes."""

from ohms.domain.resources import Resource

_PAGES = (
    (
        "lni-cohe",
        "L&I: Centers of Occupational Health and Education",
        "https://lni.wa.gov/patient-care/provider-partnership-best-practices/"
        "centers-of-occupational-health-education-cohe",
        "What a COHE is, and the eight items of a coordinator’s standard work.",
    ),
    (
        "lni-coordination",
        "L&I: Health services coordination",
        "https://lni.wa.gov/patient-care/provider-partnership-best-practices/"
        "health-services-coordination",
        "What L&I says of coordinators and of how providers reach them.",
    ),
    (
        "lni-partnerships",
        "L&I: Provider partnerships and best practices",
        "https://www.lni.wa.gov/patient-care/provider-partnership-best-practices/"
        "about-provider-partnerships-and-best-practices",
        "The programs around a COHE, for a provider who asks.",
    ),
    (
        "lni-surgical",
        "L&I: Surgical health services coordinators",
        "https://lni.wa.gov/ClaimsIns/Providers/Reforms/SurgicalPilot/SHSC.asp",
        "When surgery is asked for: who coordinates, and the way back to the attending provider.",
    ),
    (
        "lni-managing-claims",
        "L&I: Filing and managing claims",
        "https://lni.wa.gov/patient-care/workshops-training/attending-provider-resource-center/"
        "filing-and-managing-claims",
        "For attending providers: the Report of Accident and what follows.",
    ),
    (
        "lni-roa",
        "L&I: Filling out the Report of Accident",
        "https://www.lni.wa.gov/claims/for-medical-providers/filing-claims/"
        "filling-out-the-report-of-accident-roa",
        "What a complete report holds: for a clinic whose reports come back.",
    ),
    (
        "lni-next-steps",
        "L&I: Next steps after a claim is filed",
        "https://lni.wa.gov/claims/for-workers/file-a-claim/next-steps",
        "For workers: what happens now, how to change the attending provider, and Project HELP.",
    ),
    (
        "lni-wage-replacement",
        "L&I: Wage replacement",
        "https://lni.wa.gov/claims/for-workers/claim-benefits/wage-replacement",
        "For workers off work: when time loss is paid, and the form it needs.",
    ),
    (
        "lni-paper-mail",
        "L&I: Get paper mail online",
        "https://www.lni.wa.gov/agency/get-paper-mail-online/index",
        "For workers and employers who want L&I’s letters online.",
    ),
    (
        "lni-stay-at-work",
        "L&I: Stay at Work",
        "https://lni.wa.gov/claims/for-employers/employer-incentives/stay-at-work",
        "For employers: what is reimbursed for light duty, and what an application needs.",
    ),
    (
        "light-duty-description",
        "Association of Washington Cities: a light-duty job description",
        "https://wacities.org/news/2025/03/26/how-to-create-an-approvable-light-duty-job-description",
        "For employers: how to write one that a provider can approve.",
    ),
    (
        "lni-activity-coaching",
        "L&I: Activity Coaching",
        "https://www.lni.wa.gov/claims/for-vocational-providers/transitioning-back-to-work/"
        "activity-coaching",
        "For whom it is, and that the attending provider signs the referral.",
    ),
    (
        "lni-transitions",
        "L&I: Transitioning back to work",
        "https://lni.wa.gov/claims/for-vocational-providers/transitioning-back-to-work/",
        "Programs for permanent restrictions, such as Preferred Worker.",
    ),
    (
        "uw-frq",
        "University of Washington: Functional Recovery Questionnaire",
        "https://deohs.washington.edu/occepi/functional-recovery-questionnaire",
        "The questionnaire itself: its wording belongs to the university, and OHMS does not carry it.",
    ),
    (
        "lni-fees",
        "L&I: Fee schedules and payment policies",
        "https://lni.wa.gov/patient-care/billing-payments/fee-schedules-and-payment-policies/"
        "policy-2023",
        "The policies of 2023, as found; look there for the year in force.",
    ),
    (
        "rcw-51-28-070",
        "RCW 51.28.070: claim files are confidential",
        "https://apps.leg.wa.gov/RCW/default.aspx?cite=51.28.070",
        "Who may see a claim file, and what an employer may not pass on.",
    ),
    (
        "wac-296-14-970",
        "WAC 296-14-970: a worker asks for the file",
        "https://apps.leg.wa.gov/wac/default.aspx?cite=296-14-970",
        "When parts of a file may be kept from the worker.",
    ),
)

HOUSE_RESOURCES = tuple(
    Resource(key, title, address, note, place=10 * at)
    for at, (key, title, address, note) in enumerate(_PAGES, start=1)
)

"""The injuries of the simulated claims: how often, how coded, and how often they cost time.

Codes are coarse groups of the public OIICS manual (body part, nature) and ICD-10-CM. Weights are
per hundred claims without and with time loss: a cut finger is the commonest claim and seldom costs
time; musculoskeletal disorders are 43 % of the lost-time claims (domain notes, section 8).
"""

from typing import Any, NamedTuple

from ohms.domain.values import AccidentKind
from ohms.simulator.draws import Weighted


class Injury(NamedTuple):
    label: str
    body_part_code: str
    nature_code: str
    icd10: str
    kind: AccidentKind
    musculoskeletal: bool
    without_time_loss: float
    with_time_loss: float
    restrictions: tuple[str, ...]
    finding: str


_HAND = ("No gripping with the injured hand", "Keep the hand clean and dry", "Lift up to 5 lb")
_BACK = ("Lift up to 10 lb seldom", "No bending below the knee", "Change position every 30 minutes")
_ARM = ("No reaching above the shoulder", "Lift up to 10 lb", "No pushing or pulling over 15 lb")
_LEG = ("No ladders or kneeling", "Stand up to 2 hours a day", "Seated work as needed")
_HEAD = ("No driving at work", "No work at heights", "Quiet, low light area")
_AIR = ("No dust or fumes", "Respirator where exposed")
_EARS = ("Double hearing protection",)


def _hurt(
    label: str,
    codes: str,
    without: float,
    with_time_loss: float,
    restrictions: tuple[str, ...],
    finding: str,
) -> Injury:
    """An accident; `codes`: body part, nature and ICD-10."""
    body, nature, icd10 = codes.split()
    kind = AccidentKind.INJURY
    return Injury(
        label, body, nature, icd10, kind, False, without, with_time_loss, restrictions, finding
    )


def _strain(*told: Any) -> Injury:
    """An accident that hurts muscle or joint."""
    return _hurt(*told)._replace(musculoskeletal=True)


def _disease(*told: Any) -> Injury:
    """An occupational disease."""
    return _hurt(*told)._replace(kind=AccidentKind.OCCUPATIONAL_DISEASE)


def _overuse(*told: Any) -> Injury:
    """An occupational disease of muscle or joint."""
    return _disease(*told)._replace(musculoskeletal=True)


# fmt: off
INJURIES: tuple[Injury, ...] = (
    _hurt("finger cut", "442 132 S61.219A", 17, 5, _HAND, "3 cm laceration, sutured, tendon intact"),
    _strain("back strain", "322 123 S39.012A", 12, 15, _BACK, "Lumbar spasm, flexion limited to 40 degrees"),
    _strain("shoulder sprain", "411 123 S43.409A", 5, 9, _ARM, "Abduction limited to 80 degrees, positive impingement sign"),
    _strain("knee sprain", "512 123 S83.90XA", 5, 6, _LEG, "Effusion, flexion limited to 95 degrees"),
    _strain("neck strain", "100 123 S16.1XXA", 3, 3, _BACK, "Rotation limited to 45 degrees both sides"),
    _strain("ankle sprain", "520 123 S93.409A", 4, 4, _LEG, "Lateral swelling, antalgic gait"),
    _strain("wrist sprain", "430 123 S63.509A", 4, 3, _ARM, "Swelling, grip half of the other side"),
    _overuse("carpal tunnel syndrome", "430 224 G56.00", 1.5, 2, _HAND, "Positive Phalen test, thenar weakness"),
    _overuse("elbow tendinopathy", "422 273 M77.10", 1, 1, _ARM, "Weak resisted wrist extension"),
    _hurt("hand laceration", "441 132 S61.419A", 5, 3, _HAND, "5 cm laceration of the palm, sutured"),
    _hurt("face wound", "030 140 S01.81XA", 6, 1, _HEAD, "2 cm wound of the brow, closed"),
    _hurt("foreign body in the eye", "032 149 T15.00XA", 6, 0.5, _HEAD, "Corneal abrasion on staining"),
    _hurt("head injury", "010 161 S06.0X0A", 3, 4, _HEAD, "Balance test failed on both legs"),
    _hurt("bruises of several parts", "800 143 T07.XXXA", 6, 6, _BACK, "Bruising of hip and forearm"),
    _hurt("foot contusion", "530 143 S90.30XA", 3, 3, _LEG, "Swelling of the forefoot, no fracture on film"),
    _hurt("finger fracture", "442 111 S62.609A", 2.5, 6, _HAND, "Fracture of the phalanx on film"),
    _hurt("lower leg fracture", "513 111 S82.90XA", 0.7, 7, _LEG, "Fracture on film, cast applied"),
    _hurt("wrist fracture", "430 111 S62.109A", 0.6, 6, _ARM, "Distal radius fracture on film"),
    _hurt("rib contusion", "310 143 S20.219A", 2.5, 4, _BACK, "Tender swelling over ribs, film clear"),
    _hurt("hand burn", "441 152 T23.209A", 3, 2.5, _HAND, "Blistering of 1 % of the skin"),
    _hurt("breathing irritation from fumes", "310 195 J68.9", 2, 1.5, _AIR, "Wheeze, peak flow 70 % of expected"),
    _disease("skin rash", "441 251 L25.9", 2.5, 0.7, _HAND, "Fissured skin on both hands"),
    _disease("hearing loss", "023 261 H83.3X9", 1.5, 0.1, _EARS, "Notch at 4 kHz on audiogram"),
    _hurt("puncture or bite", "441 133 S61.439A", 3.5, 1.2, _HAND, "Puncture with redness of 2 cm"),
    _hurt("crushed finger", "442 197 S67.10XA", 3, 5.5, _HAND, "Nail bed injury, swelling"),
)
# fmt: on

WITHOUT_TIME_LOSS: Weighted[Injury] = Weighted((i, i.without_time_loss) for i in INJURIES)
WITH_TIME_LOSS: Weighted[Injury] = Weighted((i, i.with_time_loss) for i in INJURIES)

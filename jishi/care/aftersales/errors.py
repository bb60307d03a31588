"""What after-sale cases refuse, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, LimitExceeded, NotFound


class CaseNotFound(NotFound):
    """No such case, or not for this actor."""

    code = "aftersales.not_found"


class NotEligible(Conflict):
    """The line cannot be applied for. `blocked` says why."""

    code = "aftersales.not_eligible"


class BadLines(InvalidInput):
    """No line, a line twice, a strange line, or more units than may be refunded."""

    code = "aftersales.bad_lines"


class MixedStages(InvalidInput):
    """Units that were shipped and units that were not need two applications."""

    code = "aftersales.mixed_stages"


class BadReason(InvalidInput):
    """This reason cannot be given for this kind of application now."""

    code = "aftersales.bad_reason"


class BadAmount(InvalidInput):
    """The amount is negative, or more than `limit`, in minor units."""

    code = "aftersales.bad_amount"


class EvidenceNeeded(InvalidInput):
    """This reason needs at least one picture."""

    code = "aftersales.evidence_needed"


class BadEvidence(InvalidInput):
    """A picture is unknown, or there are more than nine."""

    code = "aftersales.bad_evidence"


class TooManyCases(LimitExceeded):
    """The line was applied for as often as is allowed; `limit` times."""

    code = "aftersales.too_many_cases"


class NoteNeeded(InvalidInput):
    """A rejection or a reduction needs words that the buyer will read."""

    code = "aftersales.note_needed"


class AlreadyShipped(Conflict):
    """Units of this case have left meanwhile; reject it with the waybill as proof."""

    code = "aftersales.already_shipped"

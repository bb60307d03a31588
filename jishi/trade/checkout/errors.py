"""What checkout refuses, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class CheckoutNotFound(NotFound):
    """No such checkout, or not for this actor."""

    code = "checkout.not_found"


class NothingToBuy(InvalidInput):
    """No line is selected."""

    code = "checkout.nothing_to_buy"


class AlreadyPlaced(Conflict):
    """The checkout has become an order and cannot be changed."""

    code = "checkout.already_placed"


class AddressMissing(InvalidInput):
    """Something is sent and no address is given."""

    code = "checkout.address_missing"


class ContactMissing(InvalidInput):
    """A guest gives an e-mail address or a phone number."""

    code = "checkout.contact_missing"


class BadContact(InvalidInput):
    """The e-mail address or the phone number is malformed."""

    code = "checkout.bad_contact"


class BadAddress(InvalidInput):
    """A part of the address is missing or unknown."""

    code = "checkout.bad_address"


class LineUnavailable(Conflict):
    """A line can no longer be bought as it stands; the page shows which and why."""

    code = "checkout.line_unavailable"


class NotDeliverable(Conflict):
    """A line cannot be sent to the address."""

    code = "checkout.not_deliverable"


class UnknownDelivery(InvalidInput):
    """The chosen way of delivery is not offered for the parcel."""

    code = "checkout.unknown_delivery"


class DeliveryGone(Conflict):
    """The way of delivery that was chosen is closed meanwhile; choose again."""

    code = "checkout.delivery_gone"


class TotalChanged(Conflict):
    """The total is not what the buyer agreed to: expected and actual are in the params."""

    code = "checkout.total_changed"

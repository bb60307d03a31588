"""What shipping refuses, and why."""

from jishi.foundation.kernel.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Unavailable,
)


class BadTemplate(InvalidInput):
    """The freight template does not make sense. `reason` says which part."""

    code = "shipping.bad_template"


class TemplateNameTaken(Conflict):
    """Another template of the merchant has this name in this currency."""

    code = "shipping.template_name_taken"


class TemplateInUse(Conflict):
    """The default template is kept until another one is made the default."""

    code = "shipping.template_in_use"


class BadZone(InvalidInput):
    """The area of own delivery does not make sense. `field` says which part."""

    code = "shipping.bad_zone"


class ZoneNotFound(NotFound):
    """There is no such area of own delivery, or not of this shop."""

    code = "shipping.zone_not_found"


class SlotTaken(Conflict):
    """The slot that was chosen is full or over; choose another."""

    code = "shipping.slot_taken"


class NotOwnDelivery(InvalidInput):
    """Only parcels that the shop brings itself have a courier of its own."""

    code = "shipping.not_own_delivery"


class BadCourier(InvalidInput):
    """Say who brings the parcel, and a telephone number."""

    code = "shipping.bad_courier"


class BadCarrier(InvalidInput):
    """A carrier needs a code of 2 to 32 letters and digits, a name, and a known connection."""

    code = "shipping.bad_carrier"


class WrongDirection(InvalidInput):
    """This is done to parcels that travel the other way."""

    code = "shipping.wrong_direction"


class ShipmentNotFound(NotFound):
    """There is no such shipment, or not for this actor."""

    code = "shipping.shipment_not_found"


class UnknownCarrier(InvalidInput):
    """No active carrier has that code or name."""

    code = "shipping.unknown_carrier"


class BadTrackingNumber(InvalidInput):
    """A tracking number is 5 to 40 letters, digits or hyphens."""

    code = "shipping.bad_tracking_number"


class TrackingNumberTaken(Conflict):
    """The tracking number already belongs to a parcel for somebody else."""

    code = "shipping.tracking_number_taken"


class CarrierRequired(InvalidInput):
    """A parcel leaves with a carrier and a tracking number."""

    code = "shipping.carrier_required"


class CarrierNotAllowed(InvalidInput):
    """Only virtual goods and store pickups are fulfilled without a carrier."""

    code = "shipping.carrier_not_allowed"


class TrackingNumberFinal(Conflict):
    """The time to correct the tracking number is over."""

    code = "shipping.tracking_number_final"


class TooManyFixes(LimitExceeded):
    """The tracking number was corrected as often as is allowed."""

    code = "shipping.too_many_fixes"


class BadQuantities(InvalidInput):
    """The quantities are not in the shipment, or would leave nothing in it."""

    code = "shipping.bad_quantities"


class AlreadyUnderway(Conflict):
    """The goods have left; they can be returned but not canceled."""

    code = "shipping.already_underway"


class AlreadyPacked(Conflict):
    """The parcel is sealed; it must be unpacked before units are taken out."""

    code = "shipping.already_packed"


class LabelExists(Conflict):
    """Another carrier's label was already requested for this parcel."""

    code = "shipping.label_exists"


class LabelNotOffered(InvalidInput):
    """The carrier is not connected for electronic labels."""

    code = "shipping.label_not_offered"


class CarrierUnavailable(Unavailable):
    """The carrier gateway does not answer, or not in its own language; the outcome is unknown."""

    code = "shipping.carrier_unavailable"


class CarrierRefused(Conflict):
    """The carrier gateway will not do this. `provider_code` among the params says why."""

    code = "shipping.carrier_refused"


class CarrierNotSupported(InvalidInput):
    """The gateway does not serve this carrier."""

    code = "shipping.carrier_not_supported"


class PushSignatureInvalid(Forbidden):
    """The push is not from the gateway, or it was changed on the way."""

    code = "shipping.push_signature_invalid"


class PushMalformed(InvalidInput):
    """The push lacks what it must say, or says it in another form."""

    code = "shipping.push_malformed"

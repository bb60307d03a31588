"""What reviews refuse, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class ReviewNotFound(NotFound):
    """No such review, or not for this actor."""

    code = "reviews.not_found"


class NotReceived(Conflict):
    """Only what was received can be reviewed."""

    code = "reviews.not_received"


class AlreadyReviewed(Conflict):
    """The line has its review; a follow-up can still be added."""

    code = "reviews.already_reviewed"


class WindowClosed(Conflict):
    """The time to say something is over."""

    code = "reviews.window_closed"


class BadReview(InvalidInput):
    """No line, a strange line, or a rating that is not 1 to 5."""

    code = "reviews.bad_review"


class BadImages(InvalidInput):
    """A picture is unknown, or there are more than `limit`."""

    code = "reviews.bad_images"


class TextNeeded(InvalidInput):
    """This needs words."""

    code = "reviews.text_needed"


class BadWords(InvalidInput):
    """The words of a reply are not allowed here."""

    code = "reviews.bad_words"

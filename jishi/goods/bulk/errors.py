"""What may be refused when many products are handled at once."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, LimitExceeded, NotFound


class BulkJobNotFound(NotFound):
    """No such job, or not for this actor."""

    code = "bulk.job_not_found"


class BadTable(InvalidInput):
    """The file is damaged, too large, empty, or no table that is taken here."""

    code = "bulk.bad_table"


class BadArchive(InvalidInput):
    """The archive of pictures is damaged, too large, or holds what it must not."""

    code = "bulk.bad_archive"


class TooManyRows(InvalidInput):
    """The file has more rows than one import takes. `most` tells how many it takes."""

    code = "bulk.too_many_rows"


class TooManyJobs(LimitExceeded):
    """The shop has as many unfinished jobs as it may have. `most` tells how many."""

    code = "bulk.too_many_jobs"


class ColumnMissing(InvalidInput):
    """No column of the file says what `column` is."""

    code = "bulk.column_missing"


class ColumnTwice(InvalidInput):
    """Two columns of the file are said to be `column`."""

    code = "bulk.column_twice"


class NothingChosen(InvalidInput):
    """No product is chosen, or none matches."""

    code = "bulk.nothing_chosen"


class BadRow(InvalidInput):
    """A row cannot become a product; `field` is the column, `value` what stands in it."""

    code = "bulk.bad_value"


class ValueMissing(BadRow):
    """A column that a new product needs is empty; `field` is the column."""

    code = "bulk.value_missing"


class PictureUnreachable(Conflict):
    """The address of a picture does not answer; `address` is where."""

    code = "bulk.picture_unreachable"


class PictureForbidden(InvalidInput):
    """The address of a picture is not a public one; `address` is where."""

    code = "bulk.picture_forbidden"


class PictureBad(InvalidInput):
    """What an address or the archive gave is no picture, or too large; `address` is where."""

    code = "bulk.picture_bad"


class PictureMissing(InvalidInput):
    """The archive has no file of that name; `address` is the name."""

    code = "bulk.picture_missing"

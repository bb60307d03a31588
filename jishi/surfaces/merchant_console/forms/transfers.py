"""Forms of imports and exports."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.bulk import queries as bulk_queries
from jishi.goods.bulk.types import CHANGES, ColumnInfo
from jishi.surfaces.merchant_console import transfer_words

MAX_TABLE_BYTES = 20 * 1024 * 1024
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
FORMATS = (("xlsx", "Excel (XLSX)"), ("csv", "CSV"), ("jsonl", "JSONL"))
LOCALES = (("zh-hans", _("Chinese")), ("en", _("English")))


class ImportForm(forms.Form):
    """A file of products, and an archive of their pictures."""

    file = forms.FileField(
        label=_("File of products"),
        help_text=_("Excel (XLSX), CSV or JSONL, up to 20 MB and 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.jsonl,.ndjson"}),
    )
    archive = forms.FileField(
        label=_("Archive of pictures (ZIP)"),
        required=False,
        help_text=_(
            "Needed only where the file names pictures instead of their addresses, up to 200 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        return self._small("file", MAX_TABLE_BYTES)

    def clean_archive(self) -> Any:
        """Refuse an archive that is too large before it is read."""
        return self._small("archive", MAX_ARCHIVE_BYTES)

    def _small(self, name: str, most: int) -> Any:
        given = self.cleaned_data.get(name)
        if given and given.size > most:
            raise forms.ValidationError(_("The file is too large, damaged or of another kind."))
        return given


class ColumnsForm(forms.Form):
    """What every column of a file is, and what the file does not say."""

    category = forms.ChoiceField(
        label=_("Category of products without one"),
        required=False,
        help_text=_("A file names categories by the last part of their address."),
    )
    locale = forms.ChoiceField(label=_("Language of texts without one"), choices=LOCALES)
    market = forms.ChoiceField(label=_("Market of prices without one"))
    location = forms.TypedChoiceField(
        label=_("Take first stock of new products in at"),
        required=False,
        coerce=UUID,
        empty_value=None,
    )

    def __init__(
        self,
        *args: Any,
        columns: Sequence[ColumnInfo] = (),
        categories: Sequence[tuple[str, str]] = (),
        markets: Sequence[tuple[str, str]] = (),
        locations: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Make a choice per column."""
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        self.fields["category"].choices = [("", _("Refuse them")), *categories]  # type: ignore[attr-defined]
        self.fields["market"].choices = markets  # type: ignore[attr-defined]
        self.fields["location"].choices = [("", _("Leave stock alone")), *locations]  # type: ignore[attr-defined]
        for place, column in enumerate(self.columns):
            targets = bulk_queries.targets_of(column.name)
            choices = [(target, transfer_words.column(target)) for target in targets]
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=column.name,
                required=False,
                choices=[("", _("Leave out")), *choices],
                initial=column.target,
            )

    def chosen(self) -> dict[str, str]:
        """Return header → target."""
        return {
            column.name: self.cleaned_data[f"c{place}"] for place, column in enumerate(self.columns)
        }

    def rows(self) -> list[tuple[ColumnInfo, forms.BoundField]]:
        """Return every column with its choice."""
        return [(column, self[f"c{place}"]) for place, column in enumerate(self.columns)]

    def others(self) -> list[forms.BoundField]:
        """Return the fields beside the columns."""
        return [self[name] for name in ("category", "locale", "market", "location")]


class ExportForm(forms.Form):
    """Which products to write to a file, and of which kind."""

    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.TypedChoiceField(
        label=_("Category"), required=False, coerce=UUID, empty_value=None
    )
    q = forms.CharField(label=_("Title or code"), required=False, max_length=64)
    kind = forms.ChoiceField(
        label=_("Kind of file"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        states: Sequence[tuple[str, Any]] = (),
        categories: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer states and categories."""
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", _("Any category")), *categories]  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What to do with all products that match."""

    change = forms.ChoiceField(
        label=_("What to do"),
        choices=[(str(one), transfer_words.CHANGES[one]) for one in CHANGES],
        widget=forms.RadioSelect,
    )


class RowFilter(forms.Form):
    """Which rows of a job to list."""

    outcome = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[
            ("", _("Any result")),
            *((name, status.label) for name, status in transfer_words.STATES["bulk_row"].items()),
            ("warned", _("Pictures left out")),
        ],
    )

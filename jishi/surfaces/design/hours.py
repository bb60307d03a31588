"""When a location sends: the fields of a form, and the same in words."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.goods.inventory.types import Hours
from jishi.surfaces.design import formats

ZONES = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
"""Time zones that are offered; one that is set already is offered, too."""

WEEKDAYS = (
    (1, lazy("Monday")),
    (2, lazy("Tuesday")),
    (3, lazy("Wednesday")),
    (4, lazy("Thursday")),
    (5, lazy("Friday")),
    (6, lazy("Saturday")),
    (7, lazy("Sunday")),
)


class HoursFields(forms.Form):
    """The part of a location's form that says when it sends, and how much."""

    time_zone = forms.ChoiceField(label=lazy("Time zone"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=lazy("Sends on"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("None chosen means every day."),
    )
    cutoff = forms.TimeField(
        label=lazy("Cut-off"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=lazy("What is ordered later leaves on the next working day; empty for never."),
    )
    daily_capacity = forms.IntegerField(
        label=lazy("Parcels a day"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=lazy("When a day is full the next one is promised; empty for any number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the usual time zones and the one that is set."""
        super().__init__(*args, **kwargs)
        held = str(self.initial.get("time_zone") or ZONES[0])
        names = dict.fromkeys((held, *ZONES))
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            (name, name.replace("_", " ")) for name in names
        ]


def initial(hours: Hours) -> dict[str, object]:
    """Return what the fields start with."""
    return {
        "time_zone": hours.time_zone,
        "weekdays": list(hours.weekdays),
        "cutoff": hours.cutoff,
        "daily_capacity": hours.daily_capacity,
    }


def entered(data: dict[str, Any]) -> Hours:
    """Return what was entered."""
    return Hours(
        time_zone=data["time_zone"] or ZONES[0],
        weekdays=tuple(data["weekdays"]),
        cutoff=data["cutoff"],
        daily_capacity=data["daily_capacity"],
    )


def in_words(hours: Hours) -> str:
    """Return the cut-off and the capacity as a list shows them."""
    parts = []
    if hours.cutoff:
        parts.append(_("until %(time)s") % {"time": hours.cutoff.strftime("%H:%M")})
    if hours.daily_capacity:
        parts.append(_("%(count)s parcels a day") % {"count": hours.daily_capacity})
    return " · ".join(parts)


def leaves(day: date | None) -> str:
    """Return on which day a parcel can leave, in words."""
    if day is None:
        return _("no day left")
    return _("leaves on %(day)s") % {"day": formats.moment(day)}

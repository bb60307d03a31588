"""The work on one parcel: pick by scanning, pack by weight, hand over."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Shipment, ShipmentKind, ShipmentState
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.errors import WeightOff
from jishi.fulfillment.warehouse.types import PickState, PickTask
from jishi.surfaces.design import kit
from jishi.surfaces.warehouse_desk.forms import (
    CollectForm,
    CourierForm,
    HandOverForm,
    ScanForm,
    WeightForm,
    carrier_choices,
)
from jishi.surfaces.warehouse_desk.pages import DeskPage, in_words, words_now

RIGHT, WRONG = "right", "wrong"


class TaskPage(DeskPage, kit.ConsolePage):
    """A page of one parcel's work."""

    template_name = "warehouse_desk/task.html"
    section = "queues"

    @cached_property
    def task(self) -> PickTask:
        """The work, if this person may do it. Raises: TaskNotFound."""
        task = warehouse_queries.get_task(actor=self.actor, task_id=self.kwargs["task_id"])
        return in_words([task])[0]

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the parcel."""
        return self.task.number

    def location_of_record(self) -> UUID:
        """Return where the parcel lies."""
        return self.task.location_id

    def again(self, scan: str = "") -> HttpResponse:
        """Return to the work as it is now."""
        url = reverse("warehouse:task", args=[self.kwargs["task_id"]])
        return HttpResponseRedirect(f"{url}?scan={scan}" if scan else url)

    def answer(
        self, form: forms.Form | None = None, *, scan: str = "", told: str = "", code: int = 200
    ) -> HttpResponse:
        """Show the work with the form its state asks for.

        scan: right or wrong, for color and sound. told: what was scanned, or why not.
        """
        self.__dict__.pop("task", None)
        self.__dict__.pop("shipment", None)
        task = self.task
        units = sum(line.quantity for line in task.lines)
        left = sum(line.left for line in task.lines)
        # What does not swap has no sound: the script asks for 200 and reads the color.
        status = 200 if getattr(self.request, "htmx", False) else code
        return self.show(
            code=status,
            task=task,
            form=form or self.form_of(task),
            scan=scan,
            told=told,
            units=units,
            left=left,
            shipment=self.shipment,
            is_out=self.is_out,
            queue_url=reverse("warehouse:queues", args=[task.location_id]),
        )

    def form_of(self, task: PickTask) -> forms.Form | None:
        """Return the form for the state of the work."""
        if task.state == PickState.PICKING:
            return ScanForm()
        if task.state == PickState.PICKED:
            return WeightForm()
        if task.state == PickState.PACKED:
            return self.hand_over_form()
        return None

    @cached_property
    def shipment(self) -> Shipment:
        """The parcel itself, with the way in which it travels."""
        return shipping_queries.get_shipment(self.task.shipment_id)

    @property
    def is_out(self) -> bool:
        """Whether a courier of the shop is on the way with it."""
        left = {ShipmentState.HANDED_OVER, ShipmentState.IN_TRANSIT, ShipmentState.EXCEPTION}
        return (
            self.task.state == PickState.HANDED_OVER
            and self.shipment.kind == ShipmentKind.OWN
            and self.shipment.state in left
        )

    def hand_over_form(self, data: Any = None) -> forms.Form:
        """Ask who takes it: a carrier, a courier of the shop, or nobody at the counter."""
        if self.shipment.kind == ShipmentKind.OWN:
            return CourierForm(data)
        if self.shipment.kind == ShipmentKind.PICKUP:
            return CollectForm(data)
        carriers = carrier_choices(shipping_queries.list_carriers(), words_now())
        return HandOverForm(data, carriers=carriers)


class Task(TaskPage):
    """The work as it is now."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show it, in the color of the last scan."""
        scan = request.GET.get("scan", "")
        return self.answer(scan=scan if scan in {RIGHT, WRONG} else "")


class Scan(TaskPage):
    """One scan: right or wrong."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Count it, or say why it does not count."""
        form = ScanForm(request.POST)
        if not form.is_valid():
            return self.answer(form, scan=WRONG, told=_("Scan a code."), code=422)
        try:
            progress = warehouse.scan(
                actor=self.actor,
                task_id=self.kwargs["task_id"],
                code=form.cleaned_data["code"].strip(),
                quantity=form.cleaned_data["quantity"] or 1,
                key=request.POST.get("idempotency_key", ""),
            )
        except JishiError as error:
            return self.answer(scan=WRONG, told=self.explain(error), code=error.status)
        if getattr(request, "htmx", False):
            line = progress.line
            names = {one.order_line_id: one.title for one in self.task.lines}
            told = f"{names[line.order_line_id]} {line.picked}/{line.quantity}"
            return self.answer(scan=RIGHT, told=told)
        return self.again(RIGHT)


class Step(TaskPage):
    """A step without a form: start, put back, finish, unpack, or note what is missing."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it."""
        try:
            self._do(self.kwargs["step"], request)
        except NotFound:
            raise
        except JishiError as error:
            messages.error(request, self.explain(error))
        return self.again()

    def _do(self, step: str, request: HttpRequest) -> None:
        task_id = self.kwargs["task_id"]
        plain = {
            "start": warehouse.start_pick,
            "put-back": warehouse.put_back,
            "unpack": warehouse.unpack,
            "delivered": warehouse.confirm_delivered,
        }
        if step in plain:
            plain[step](actor=self.actor, task_id=task_id)
        elif step == "missing":
            self._report_missing(request)
        elif warehouse.finish_pick(actor=self.actor, task_id=task_id):
            messages.warning(request, _("What was missing waits in a parcel of its own."))

    def _report_missing(self, request: HttpRequest) -> None:
        line = next(
            (one for one in self.task.lines if one.order_line_id.hex == request.POST.get("line")),
            None,
        )
        if line is not None and line.left:
            warehouse.report_short(
                actor=self.actor,
                task_id=self.task.task_id,
                order_line_id=line.order_line_id,
                quantity=line.left,
            )


class Pack(TaskPage):
    """Seal a picked parcel."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Pack it; an odd weight is asked about once."""
        form = WeightForm(request.POST)
        if not form.is_valid():
            return self.answer(form, code=422)
        try:
            warehouse.pack(
                actor=self.actor,
                task_id=self.kwargs["task_id"],
                weight_g=form.cleaned_data["weight_g"],
                confirms_weight=form.cleaned_data["confirms_weight"],
            )
        except JishiError as error:
            name = "weight_g" if isinstance(error, WeightOff) else None
            form.add_error(name, self.explain(error))
            return self.answer(form, scan=WRONG, code=error.status)
        return self.again()


class HandOver(TaskPage):
    """Give a sealed parcel to its carrier."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand it over."""
        form = self.hand_over_form(request.POST)
        if not form.is_valid():
            return self.answer(form, code=422)
        try:
            warehouse.hand_over(
                actor=self.actor,
                task_id=self.kwargs["task_id"],
                carrier_code=form.cleaned_data.get("carrier", ""),
                tracking_no=form.cleaned_data.get("tracking_no", "").strip(),
                courier_name=form.cleaned_data.get("courier_name", ""),
                courier_phone=form.cleaned_data.get("courier_phone", ""),
            )
        except JishiError as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, self.explain(error))
            return self.answer(form, scan=WRONG, code=error.status)
        messages.success(request, _("Handed over."))
        return self.again()

"""Where one works, what waits there, and the list behind each number."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import JishiError
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import PickState, TaskFilter
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import QueueTile
from jishi.surfaces.warehouse_desk import words
from jishi.surfaces.warehouse_desk.forms import carrier_choices
from jishi.surfaces.warehouse_desk.pages import DeskPage, in_words, places_of, say, words_now

ICONS = {
    PickState.WAITING: "list",
    PickState.PICKING: "scan",
    PickState.PICKED: "box",
    PickState.PACKED: "truck",
}


class Places(DeskPage, kit.ConsolePage):
    """The places one may work at; with one it leads there."""

    title = lazy("Where do you work?")
    template_name = "warehouse_desk/places.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Lead on, or list."""
        places = places_of(self.actor)
        if len(places) == 1:
            return HttpResponseRedirect(reverse("warehouse:queues", args=[places[0].location_id]))
        shown = [
            {
                "name": say(place.name),
                "where": f"{place.city}{place.district}",
                "url": reverse("warehouse:queues", args=[place.location_id]),
            }
            for place in places
        ]
        return self.show(places=shown)


class Queues(DeskPage, kit.QueuePage):
    """What waits at a place, and a field to scan a parcel's slip."""

    template_name = "warehouse_desk/queues.html"
    section = "queues"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the place."""
        return say(self.place.name)

    def queues(self) -> Sequence[QueueTile]:
        """Return the open states in the order of the work."""
        found = warehouse_queries.count_queues(actor=self.actor, location_id=self.place.location_id)
        at = clock.now()
        return [
            QueueTile(
                label=str(words.WORK[queue.state].label),
                count=queue.count,
                url=self._url(queue.state),
                late=queue.late,
                oldest=at - queue.oldest_at if queue.oldest_at else None,
                icon=ICONS[queue.state],
            )
            for queue in found
        ]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Open the work whose slip was scanned."""
        number = request.POST.get("number", "")
        try:
            task = warehouse_queries.get_task_by_number(actor=self.actor, number=number)
        except JishiError as error:
            messages.error(request, self.explain(error))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("warehouse:task", args=[task.task_id]))

    def _url(self, state: PickState) -> str:
        if state == PickState.PACKED:
            return reverse("warehouse:handing", args=[self.place.location_id])
        return reverse("warehouse:tasks", args=[self.place.location_id, state])


class Tasks(DeskPage, kit.ConsolePage):
    """The work in one state, the most urgent first."""

    template_name = "warehouse_desk/tasks.html"
    section = "queues"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the state."""
        return str(words.WORK[self.kwargs["state"]].label)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List it."""
        page = warehouse_queries.list_tasks(
            actor=self.actor,
            wanted=TaskFilter(
                location_id=self.place.location_id,
                states=(PickState(self.kwargs["state"]),),
                cursor=request.GET.get("cursor", ""),
                limit=30,
            ),
        )
        at = clock.now()
        shown = [
            {
                "task": task,
                "url": reverse("warehouse:task", args=[task.task_id]),
                "units": sum(line.quantity for line in task.lines),
                "is_late": task.ship_by <= at,
            }
            for task in in_words(page.items)
        ]
        return self.show(tasks=shown, next_cursor=page.next_cursor)


class Handing(DeskPage, kit.ConsolePage):
    """Sealed parcels of a place, handed to one carrier together."""

    title = lazy("Hand over")
    template_name = "warehouse_desk/handing.html"
    section = "handing"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List the sealed parcels."""
        return self._answer({}, "")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand over every parcel whose number was scanned; each is a use case of its own."""
        carrier = request.POST.get("carrier", "")
        refused: dict[str, tuple[str, str]] = {}
        done = 0
        for task in self._tasks():
            number = request.POST.get(f"number_{task.task_id.hex}", "").strip()
            if not number:
                continue
            try:
                warehouse.hand_over(
                    actor=self.actor,
                    task_id=task.task_id,
                    carrier_code=carrier,
                    tracking_no=number,
                )
                done += 1
            except JishiError as error:
                refused[task.task_id.hex] = (number, self.explain(error))
        if refused:
            return self._answer(refused, carrier, code=422, done=done)
        told = _("{count} parcels handed over.").format(count=done)
        messages.success(request, told if done else _("Scan at least one number."))
        return HttpResponseRedirect(request.path)

    def _tasks(self) -> Sequence[Any]:
        wanted = TaskFilter(
            location_id=self.place.location_id, states=(PickState.PACKED,), limit=200
        )
        return warehouse_queries.list_tasks(actor=self.actor, wanted=wanted).items

    def _answer(
        self,
        refused: dict[str, tuple[str, str]],
        carrier: str,
        code: int = 200,
        done: int = 0,
    ) -> HttpResponse:
        shown = []
        for task in self._tasks():
            given, why = refused.get(task.task_id.hex, ("", ""))
            url = reverse("warehouse:task", args=[task.task_id])
            shown.append({"task": task, "url": url, "given": given, "why": why})
        carriers = carrier_choices(shipping_queries.list_carriers(), words_now())
        return self.show(code=code, parcels=shown, carriers=carriers, carrier=carrier, done=done)

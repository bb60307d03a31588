"""Addresses of the desk: `/warehouse/…`."""

from django.urls import path

from jishi.surfaces.warehouse_desk import ids

ids.register()

# Converters must be known before the patterns that name them.
from jishi.surfaces.warehouse_desk.views import lookup, queues, returns, tasks  # noqa: E402

app_name = "warehouse"

PLACE = "<desk_loc:location_id>/"
TASK = "tasks/<desk_tsk:task_id>/"

urlpatterns = [
    path("", queues.Places.as_view(), name="places"),
    path(TASK, tasks.Task.as_view(), name="task"),
    path(f"{TASK}scan/", tasks.Scan.as_view(), name="scan"),
    path(f"{TASK}pack/", tasks.Pack.as_view(), name="pack"),
    path(f"{TASK}hand-over/", tasks.HandOver.as_view(), name="hand_over"),
    path(f"{TASK}<desk_step:step>/", tasks.Step.as_view(), name="step"),
    path("returns/<desk_shp:shipment_id>/", returns.TakeIn.as_view(), name="return"),
    path(PLACE, queues.Queues.as_view(), name="queues"),
    path(f"{PLACE}<desk_state:state>/", queues.Tasks.as_view(), name="tasks"),
    path(f"{PLACE}hand-over/", queues.Handing.as_view(), name="handing"),
    path(f"{PLACE}returns/", returns.Returns.as_view(), name="returns"),
    path(f"{PLACE}stock/", lookup.Lookup.as_view(), name="lookup"),
]

"""Who is let in at every address of the desk."""

from jishi.surfaces.design.admission import Gate, declare

declare(
    "warehouse",
    Gate.PLACE,
    {
        "warehouse.work": (
            "places task scan pack hand_over step return queues tasks handing returns lookup"
        ),
    },
)

"""Pictures of products: drawn, and kept as files."""

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.platform import files
from jishi.surfaces.cli.demo import pictures
from jishi.surfaces.cli.demo.pictures import views
from jishi.surfaces.cli.demo.types import Product


@dataclass(frozen=True, slots=True)
class Pictures:
    """Files of one product. colors: fronts by color, the first one's included."""

    front: UUID
    views: tuple[UUID, ...]
    colors: dict[str, UUID]


def store(product: Product) -> Pictures:
    """Draw a product from the front in every color, close up, and in a scene."""
    axis = next((axis for axis in product.axes if axis.key == "color"), None)
    colors = {option.key: _keep(product, option.key) for option in (axis.options if axis else ())}
    return Pictures(
        front=next(iter(colors.values()), None) or _keep(product),
        views=tuple(_keep(product, view=view) for view in (views.DETAIL, views.SCENE)),
        colors=colors,
    )


def _keep(product: Product, color: str = "", view: int = views.FRONT) -> UUID:
    drawing = pictures.render(product.key, color, view).encode()
    name = "-".join(part for part in (product.key, color, str(view)) if part)
    return files.store_image(content=drawing, name=f"{name}.svg")

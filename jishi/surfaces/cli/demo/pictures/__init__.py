"""Draw the demo town's pictures as SVG: products, shops, categories, banners."""

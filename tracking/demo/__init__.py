"""A store of invented reports, played through the product’s own way; never real figures."""

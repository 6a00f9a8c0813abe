"""A store of invented reports, played through the product’s own way; never real figures."""

from tracking.demo.build import SEED, NotADemonstration, build

__all__ = ["SEED", "NotADemonstration", "build"]

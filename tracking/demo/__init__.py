"""A store of invented reports, played through the product’s own way; never real figures."""

from tracking.demo.build import SEED, NotADemonstration, build
from tracking.demo.sizes import with_invented_sizes

__all__ = ["SEED", "NotADemonstration", "build", "with_invented_sizes"]

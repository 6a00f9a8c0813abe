"""Invented narratives: progress, problem and next step in the words officials use.

Each text opens with 【演示】 and is put together from phrases.toml by chain, unit and figure.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.demo.plan import HERE

LABEL: Final = "【演示】"
SOURCE: Final = "演示数据，随机生成，非实际报送"

# Of the rows of a report, how many say something; of these, how many name a problem and a step.
TELLING: Final = 0.2
TROUBLED: Final = 0.55
PLANNING: Final = 0.7


@dataclass(frozen=True, slots=True)
class Phrases:
    """The building blocks; `chains` are by chain, for a chain of another programme the last's."""

    general: dict[str, list[str]]
    chains: dict[str, dict[str, list[str]]]

    def of(self, chain: str) -> dict[str, list[str]]:
        """The blocks of this chain."""
        return self.chains.get(chain, self.chains["overall"])

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        lists = [*self.general.values()]
        lists += [blocks for chain in self.chains.values() for blocks in chain.values()]
        return sum(map(len, lists))


@cache
def phrases() -> Phrases:
    """The blocks of phrases.toml."""
    with (HERE / "phrases.toml").open("rb") as file:
        read: dict[str, Any] = tomllib.load(file)
    chains = read.pop("chains")
    return Phrases(read, chains)


def narrate(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The texts for report rows (place, chain, kind, indicator_name, unit_name, shown).

    A frame of progress_note, problem, next_step beside `rows`; "" where a row says nothing.
    """
    draws = rng.random((len(rows), 3))
    troubled = draws[:, 1] < TROUBLED
    texts = {"progress_note": [""] * len(rows), "problem": [""] * len(rows)}
    texts["next_step"] = [""] * len(rows)
    columns = ["place", "chain", "kind", "indicator_name", "unit_name", "shown"]
    cells = list(rows[columns].itertuples(index=False, name=None))
    for at in np.flatnonzero((draws[:, 0] < TELLING) & (rows["shown"] != "").to_numpy()):
        pick = _Picker(rng.random(16).tolist(), *cells[at])
        texts["progress_note"][at] = pick.progress()
        texts["problem"][at] = pick.problem() if troubled[at] else ""
        texts["next_step"][at] = pick.next_step() if draws[at, 2] < PLANNING else ""
    return pd.DataFrame(texts, index=rows.index)


@dataclass(slots=True)
class _Picker:
    """One row's texts: blocks picked by its own draws, filled with its own figure."""

    draws: list[float]
    place: str
    chain: str
    kind: str
    indicator: str
    unit: str
    value: str

    def progress(self) -> str:
        result = {"flow": "result_quarter", "cumulative": "result_total"}.get(
            self.kind, "result_level"
        )
        general, own = phrases().general, phrases().of(self.chain)
        text = self.one(general["opening"]) + self.one(own["action"])
        return self.said(f"{text}。{self.one(general[result])}，{self.one(general['closing'])}。")

    def problem(self) -> str:
        own, general = phrases().of(self.chain), phrases().general
        text = self.one(general["seen"]) + self.one(own["problem"])
        return self.said(f"{text}；{self.one(general['cause'])}。")

    def next_step(self) -> str:
        own, general = phrases().of(self.chain), phrases().general
        text = self.one(general["intent"]) + self.one(own["next"])
        return self.said(f"{text}，{self.one(general['commitment'])}。")

    def one(self, blocks: list[str]) -> str:
        return blocks[int(self.draws.pop() * len(blocks))]

    def said(self, text: str) -> str:
        return LABEL + text.format(
            place=self.place,
            indicator=self.indicator,
            value=self.value,
            unit=self.unit,
            field=self.one(phrases().general["fields"]),
            n=2 + int(self.draws[0] * 7),
        )

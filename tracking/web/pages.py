"""The pages there are, in the order of the navigation: one table."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tracking.words import Text

FOLDER: Final = Path(__file__).parents[2] / "pages"


# What the frame asks for on a page.
Control = Literal["quarter", "known_on", "cities"]
EVERY: Final[tuple[Control, ...]] = ("quarter", "known_on", "cities")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file's stem, which is its address, its title, its icon, what it asks for."""

    stem: str
    title: Text
    icon: str
    controls: tuple[Control, ...] = EVERY

    @property
    def file(self) -> Path:
        """The script that shows it."""
        return FOLDER / f"{self.stem}.py"

    @property
    def path(self) -> str:
        """Where the browser finds it; Streamlit serves the first page at the root."""
        return "/" if self is PAGES[0] else f"/{self.stem}"


PAGES: Final = (
    Page("overview", Text("总览", "Overview"), ":material/dashboard:"),
    Page("chains", Text("链条", "Chains"), ":material/conversion_path:"),
    Page("regions", Text("地区", "Regions"), ":material/grid_view:"),
    Page("ministries", Text("部门", "Ministries"), ":material/account_balance:"),
    Page("compare", Text("对比", "Compare"), ":material/leaderboard:"),
    Page("changes", Text("变化", "Changes"), ":material/difference:"),
    Page("submit", Text("报送", "Submit"), ":material/upload_file:", ()),
    Page("review", Text("审核", "Review"), ":material/fact_check:", ("known_on",)),
    Page("quality", Text("报送质量", "Quality"), ":material/event_available:"),
    Page("ledger", Text("台账", "Ledger"), ":material/checklist:"),
    # Its references lead to the provinces as they report: without their cities.
    Page("briefing", Text("简报", "Briefing"), ":material/description:", ("quarter", "known_on")),
    Page("targets", Text("目标", "Targets"), ":material/flag:"),
    Page("method", Text("方法", "Method"), ":material/function:", ("known_on",)),
    Page("admin", Text("管理", "Administration"), ":material/admin_panel_settings:", ()),
)


def page(stem: str) -> Page:
    """The page with this stem; KeyError for none."""
    for one in PAGES:
        if one.stem == stem:
            return one
    raise KeyError(stem)

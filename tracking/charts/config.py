"""How a chart behaves in the browser: Chinese strings, download under its right name, no cloud."""

import re
from collections.abc import Sequence
from typing import Any, Final, Literal

from tracking.words import Language

# What Plotly itself says; English is its own language.
_CHINESE: Final = {
    "moduleType": "locale",
    "name": "zh-CN",
    "dictionary": {
        "Autoscale": "自动缩放",
        "Box Select": "框选",
        "Compare data on hover": "悬停时比较数据",
        "Double-click on legend to isolate one trace": "双击图例只看一项",
        "Double-click to zoom back out": "双击恢复原大小",
        "Download plot": "下载图片",
        "Download plot as a PNG": "下载为 PNG 图片",
        "Image capture already in progress.": "正在生成图片。",
        "Image download succeeded": "图片已下载：",
        "Lasso Select": "套索选择",
        "Pan": "平移",
        "Preparing image - this may take a few seconds": "正在生成图片，请稍候",
        "Produced with Plotly.js": "",
        "Reset": "重置",
        "Reset axes": "重置坐标轴",
        "Reset view": "重置视图",
        "Reset views": "重置视图",
        "Show closest data on hover": "悬停时显示最近的数据",
        "Sorry, there was a problem downloading your image!": "图片下载未成功，请重试。",
        "Toggle Spike Lines": "显示或隐藏参考线",
        "Toggle show closest data on hover": "切换悬停提示",
        "Zoom": "缩放",
        "Zoom in": "放大",
        "Zoom out": "缩小",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": [f"{n}月" for n in [*"一二三四五六七八九十", "十一", "十二"]],
        "shortMonths": [f"{n}月" for n in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}

# As what a chart's own buttons save it.
FORMATS: Final = ("png", "svg")
# What a file system takes for its own.
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(parts: Sequence[str]) -> str:
    """A download's name, without its ending, of what the chart shows.

    >>> file_name(["湖南", "投入/产出比", "2025年四季度"])
    '湖南_投入-产出比_2025年四季度'
    """
    return "_".join(_UNSAFE.sub("-", part).strip(" .") for part in parts)


def config(
    language: Language, filename: str, picture: Literal["svg", "png"] = "png"
) -> dict[str, Any]:
    """Plotly's configuration; the only button downloads the chart as `filename`.svg or .png."""
    settings: dict[str, Any] = {
        "displaylogo": False,
        "displayModeBar": "hover",
        # The second is hidden; through it paper.js tells Plotly the paper's width.
        "modeBarButtons": [["toImage", "hoverClosestCartesian"]],
        "responsive": True,
        "showTips": False,
        "scrollZoom": False,
        "doubleClick": False,
        "showSendToCloud": False,
        "toImageButtonOptions": {"format": picture, "filename": filename, "scale": 2},
    }
    if language == "zh":
        settings |= {"locale": "zh-CN", "locales": {"zh-CN": _CHINESE}}
    return settings

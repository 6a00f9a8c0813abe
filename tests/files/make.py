"""Makes the awkward report files beside it: `python tests/files/make.py`. Seeded, no clock.

What each must give is in expected/, written by hand.
"""

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

HEADS = "填报单位,报告期,指标,口径,本期值"
ROWS = [
    "北京市,2024Q3,专精特新中小企业数,期末,10500",
    "上海市,2024年三季度,组建融通创新联合体数,自启动以来累计,86",
    "广东省,2024年第3季度,技术咨询、指导活动场次,本季,124",
]
PLAIN = "\n".join([HEADS, *ROWS]) + "\n"
# 专精特新中小企业数 of one unit each: for what the value looks like.
COUNTED = "填报单位,报告期,指标,本期值\n"
UNITS = (
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "辽宁省",
    "吉林省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
)

FILES: dict[str, Callable[[], bytes]] = {}


def text(name: str, content: str, encoding: str = "utf-8", line_end: str = "\n") -> None:
    FILES[name] = lambda: content.replace("\n", line_end).encode(encoding)


def values(name: str, *cells: str, indicator: str = "专精特新中小企业数", by: str = ",") -> None:
    """One row a value, each of another unit."""
    lines = [COUNTED.strip().replace(",", by)]
    lines += [
        by.join((unit, "2024Q3", indicator, cell)) for unit, cell in zip(UNITS, cells, strict=False)
    ]
    text(name, "\n".join(lines) + "\n")


# Encodings and line ends.
text("gbk-from-excel-on-chinese-windows.csv", PLAIN, "gbk", "\r\n")
text(
    "gb18030-with-rare-characters.csv",
    "填报单位,报告期,指标,本期值,进展情况\n北京市,2024Q3,INN-1-1,12,走访䶮山㙍镇𠮷安公司\n",
    "gb18030",
)
FILES["gbk-with-a-windows-euro-sign.csv"] = lambda: (
    "填报单位,报告期,指标,本期值,进展情况\n北京市,2024Q3,INN-1-1,12,引资".encode("gbk")
    + b"\x80"
    + "5亿\n".encode("gbk")
)
text("utf8-with-byte-order-mark.csv", PLAIN, "utf-8-sig", "\r\n")
FILES["utf16-unicode-text-with-tabs.txt"] = lambda: (
    b"\xff\xfe" + PLAIN.replace(",", "\t").replace("\n", "\r\n").encode("utf-16-le")
)
text("utf16-big-endian-without-mark.csv", PLAIN, "utf-16-be")
text("old-mac-line-ends.csv", PLAIN, line_end="\r")
FILES["utf8-cut-off-inside-a-character.csv"] = lambda: PLAIN.strip().encode() + ",好".encode()[:-1]
FILES["bytes-of-no-encoding.csv"] = lambda: (
    PLAIN.encode("gbk") + "天津市,2024Q3,INN-1-1,".encode("gbk") + b"\xff\n"
)
FILES["nul-bytes-inside.csv"] = lambda: PLAIN.encode().replace(b"10500", b"105\x0000\x00")

# Delimiters and quotation marks.
text("semicolons.csv", PLAIN.replace(",", ";"))
text("fullwidth-commas.csv", PLAIN.replace(",", "，"))
text("bars.txt", PLAIN.replace(",", "|"))
text("tabs-and-commas-in-texts.tsv", PLAIN.replace(",", "\t").replace("10500", '"10,500"'))
text(
    "line-breaks-inside-quotes.csv",
    "填报单位,报告期,指标,本期值,进展情况\n"
    '北京市,2024Q3,INN-1-1,12,"一是对接\n二是签约"\n'
    "天津市,2024Q3,INN-1-1,13,\n",
)
text(
    "quotation-mark-never-closed.csv",
    HEADS + "\n" + ROWS[0] + '\n上海市,"2024Q3,INN-1-1,,86\n' + ROWS[2],
)
text("thousands-separator-not-quoted.csv", COUNTED + "北京市,2024Q3,专精特新中小企业数,10,500\n")
text(
    "cell-of-40000-characters.csv",
    "填报单位,报告期,指标,本期值,进展情况\n北京市,2024Q3,INN-1-1,12," + "好" * 40_000 + "\n",
)

# Where the table stands.
text("title-lines-above.csv", "附件2\n“携手行动”进展情况表（2024年三季度）\n\n" + PLAIN)
text(
    "unit-and-period-stated-above.csv",
    "融通创新进展情况表\n填报单位（盖章）：北京市 报告期：2024年三季度\n"
    "指标,本期值\n组建融通创新联合体数,12\n技术咨询、指导活动场次,124\n",
)
text(
    "money-unit-stated-above.csv",
    "技术合同成交情况表\n单位：万元\n填报单位,报告期,指标,本期值\n"
    "北京市,2024Q3,技术合同成交额,12500\n天津市,2024Q3,技术合同成交额,3.2亿\n"
    "合计,,,44500\n河北省,2024Q3,组建融通创新联合体数,12\n",
)
text(
    "two-row-heads.csv",
    "填报单位,报告期,指标,数据,,文字\n,,,口径,本期值,进展情况\n北京市,2024Q3,INN-1-1,累计,12,顺利\n",
)
text("blank-lines-between.csv", f"\n{HEADS}\n\n{ROWS[0]}\n{ROWS[1]}\n\n,,,,\n{ROWS[2]}\n\n\n")
text("blank-columns-between.csv", ",填报单位,,报告期,指标,本期值,,\n,北京市,,2024Q3,INN-1-1,12,,\n")
text(
    "heads-repeated-on-each-page.csv",
    f"季度进展情况表,,,,\n{HEADS}\n{ROWS[0]}\n第 1 页 共 2 页,,,,\n"
    f"季度进展情况表,,,,\n{HEADS}\n{ROWS[1]}\n第 2 页 共 2 页,,,,\n",
)
text(
    "section-headings-between.csv",
    "填报单位,报告期,指标,本期值\n一、创新链,,,\n北京市,2024Q3,INN-1-1,12\n（二）人才链,,,\n北京市,2024Q3,TAL-1-1,340\n",
)
text(
    "notes-below.csv",
    PLAIN
    + "\n注：1.数据为初步统计数\n2.企业数含省级\n说明：口径与上季一致\n"
    + "填表人：张三,,审核人：李四,,联系电话：010-00000000\n",
)
text(
    "total-row-agrees.csv",
    COUNTED + "北京市,2024Q3,INN-1-1,12\n天津市,2024Q3,INN-1-1,30\n合 计,,,42\n",
)
text(
    "total-row-disagrees.csv",
    COUNTED + "北京市,2024Q3,INN-1-1,12\n天津市,2024Q3,INN-1-1,30\n总计,,,52\n",
)
text(
    "subtotal-rows.csv",
    COUNTED + "北京市,2024Q3,INN-1-1,12\n天津市,2024Q3,INN-1-1,30\n东部小计,,,42\n"
    "山西省,2024Q3,INN-1-1,8\n中部地区小计,,,8\n总计,,,50\n",
)
text(
    "looks-like-totals-and-notes-but-is-not.csv",
    "填报单位,报告期,指标,本期值,进展情况\n合肥市,2024Q3,INN-1-1,12,合计划编制\n"
    "合肥,2024Q3,TAL-1-1,30,总部基地已建成\n合肥市,2024Q3,INN-1-3,8,注册地在合肥\n",
)
text(
    "years-as-heads.csv",
    "单位,指标,2022年,2023年\n北京市,专精特新中小企业数,7200,9100\n天津市,专精特新中小企业数,2100,\n",
)
text(
    "quarters-as-heads-with-totals.csv",
    "地区,指标,2024年一季度,2024年二季度\n北京市,INN-1-3,10,12\n天津市,INN-1-3,5,6\n合计,,15,19\n",
)
text(
    "english-heads-and-codes.csv",
    "unit,period,indicator,basis,value\n110000,2024Q3,GOAL-2-1,period end,10500\n"
    "Shanghai,2024 Q3,INN-1-1,since start,86\n",
)
text(
    "heads-called-otherwise.csv",
    "序号,地区名称,统计期,指标名称,完成值,备注\n1,北京,2024-09,组建融通创新联合体数,12,已上报\n",
)
text(
    "months-since-january-as-period.csv",
    COUNTED + "北京市,2024年1-9月,技术咨询、指导活动场次,310\n",
)

# Numbers as written.
values("fullwidth-digits.csv", "１０５００", "２，１００", "３４５６．０")
values("thousands-separators.csv", '"10,500"', "2，100", '"1,234,567"')
values("ten-thousands.csv", "1.2万", "３万", "1.05 万")
values(
    "hundred-millions-in-own-unit.csv",
    "3.5亿",
    "3.5亿元",
    "12000万",
    "42.5",
    indicator="技术合同成交额",
)
values("percent-signs.csv", "75.2%", "７５％", "752‰", "75.2", indicator="协同攻关项目完成率")
values("percent-sign-on-a-count.csv", "75.2%")
values("percentage-points.csv", "3个百分点", indicator="协同攻关项目完成率")
values("no-value-on-purpose.csv", "—", "–", "/", "不适用", "无", "N/A", "-")
values("nothing-in-the-value.csv", "12", "", indicator="组建融通创新联合体数")
values("negative-in-brackets.csv", "(1,200)", "（1，200）", by="\t")
values(
    "at-least-and-about.csv",
    "≥8500",
    "约3000",
    "近5000",
    "超1.4万",
    "1.4万多",
    "9000以上",
    "10余万",
)
values("share-of-at-least.csv", "85%以上", indicator="协同攻关项目完成率")
values("with-exponent.csv", "1.2e3")
values("comma-that-may-be-a-decimal-one.csv", '"1,23"')
values("not-numbers.csv", "2025年", "12?", "1.2.3", "见附件1")
values("words-for-numbers.csv", "近三成", "三十", indicator="协同攻关项目完成率")
values("measure-words-after-numbers.csv", "10500家", "2100 家")

# What the check must find.
text(
    "misprint-of-a-rate.csv",
    COUNTED
    + "人民银行,2022Q3,科技型中小企业获贷率,445.9\n人民银行,2022Q2,科技型中小企业获贷率,44.5\n",
)
text(
    "same-row-twice.csv",
    COUNTED + "北京市,2024Q3,INN-1-1,12\n北京,2024年三季度,组建融通创新联合体数,12\n",
)
text("unknown-names.csv", COUNTED + "北京城,2024Q3,INN-1-1,12\n天津市,2024Q3,专精特新企业数量,5\n")
text("period-that-is-none.csv", COUNTED + "北京市,2024Q5,INN-1-1,12\n")
text("quarter-not-yet-over.csv", COUNTED + "北京市,2026Q4,INN-1-1,12\n")
text(
    "month-inside-a-quarter.csv",
    COUNTED + "北京市,2024-08,INN-1-3,12\n北京市,2024-08,专精特新中小企业数,10500\n",
)
text("reporter-that-does-not-report-this.csv", COUNTED + "北京市,2024Q3,普惠小微贷款余额,1.2\n")
text("basis-of-the-wrong-kind.csv", HEADS + "\n北京市,2024Q3,专精特新中小企业数,本年累计,10500\n")
text(
    "numerator-above-denominator.csv",
    "填报单位,报告期,指标,分子,分母\n北京市,2024Q3,协同攻关项目完成率,30,40\n天津市,2024Q3,协同攻关项目完成率,41,40\n",
)
text(
    "rate-from-numerator-and-denominator.csv",
    "填报单位,报告期,指标,分子,分母,本期值\n北京市,2024Q3,IND-1-2,30,40,75%\n",
)
text("column-missing.csv", "填报单位,指标,本期值\n北京市,INN-1-1,12\n")
text("column-twice.csv", "填报单位,报告期,指标,本期值,数值\n北京市,2024Q3,INN-1-1,12,13\n")
text(
    "column-that-is-unknown.csv",
    "填报单位,报告期,指标,本期值,上年同期\n北京市,2024Q3,INN-1-1,12,10\n",
)
text(
    "milestone-with-a-day.csv",
    "填报单位,报告期,指标,本期值,完成日期\n工信部,2024Q3,印发年度“百场万企”活动通知,已完成,2024年7月15日\n",
)

# No table at all.
FILES["empty.csv"] = lambda: b""
FILES["blank-lines-only.csv"] = lambda: b"\r\n \r\n\r\n"
text("heads-only.csv", HEADS + "\n")
text("letter-and-no-table.csv", "关于报送进展情况的函\n现将有关情况报送如下，请审阅。\n")
FILES["web-page-saved-as.xls"] = lambda: (
    "<html><meta charset='gbk'><body><table><tr><td>填报单位</td></tr></table></html>".encode("gbk")
)
FILES["pdf-named.xlsx"] = lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
FILES["picture-named.csv"] = lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256))
text("csv-named.xlsx", PLAIN, "gbk", "\r\n")


def make(folder: Path = HERE) -> None:
    """Write every file."""
    import make_books  # noqa: PLC0415 (beside this file)

    for name, content in (FILES | make_books.FILES).items():
        (folder / name).write_bytes(content())
    locked = folder / "under-a-password.xlsx"
    if not locked.exists():  # its salt is random
        locked.write_bytes(make_books.encrypted())


if __name__ == "__main__":
    make()

"""Families of files beyond all sense in size: one file of each kind."""

from collections.abc import Iterator
from random import Random

from tests.hostile.seeds import COUNT, HEADS

HEAD = HEADS + "\n"
ROW = f"北京市,2024Q3,{COUNT},期末,5,"
MIXED = "\u0315\u0300"  # Unicode orders these by hand, one after the other


def huge_fields(dice: Random) -> Iterator[tuple[str, bytes]]:
    """Cells, lines, rows and columns of which there are far too many."""
    contents = {
        "大单元格": lambda: HEAD + ROW + "进" * (10 << 20),
        "大单元格带引号": lambda: f'{HEAD}{ROW}"{"x" * (10 << 20)}"\n',
        "一百万列": lambda: HEAD + ",".join("a" * 1_000_000),
        "一百万空列": lambda: HEAD + ROW + "," * 1_000_000,
        "一百万列表头": lambda: ",".join(["指标"] * 1_000_000) + "\n",
        "一行": lambda: "x" * (20 << 20),
        "一行有分隔": lambda: "ab,cd;ef|" * (2 << 20),
        "空行": lambda: HEAD + "\n" * 50_000 + ROW,
        "空行在前": lambda: "\n" * 50_000 + HEAD + ROW,
        "空白行": lambda: HEAD + " , ,\t,\n" * 50_000 + ROW,
        "引号": lambda: HEAD + '"' * 1_000_001,
        "引号行": lambda: HEAD + '"\n' * 200_001,
        "回车": lambda: HEAD + ROW + "\r" * 100_000,
        "合计行": lambda: HEAD + f"{ROW}\n合计,,,,5,\n" * 20_000,
        "错误值": lambda: HEAD + f"北京市,2024Q3,{COUNT},期末,#N/A,\n" * 50_000,
        "同一行": lambda: HEAD + f"{ROW}\n" * 50_000,
        "各不相同": lambda: (
            HEAD + "".join(f"u{n},p{n},i{n},b{n},v{n},t{n}\n" for n in range(60_000))
        ),
        "标题": lambda: "口径(" * 8_000 + "\n" + HEAD + ROW,
        "组合字符": lambda: HEAD + "".join(f"{MIXED * 8_000},2024Q3,{n},,1,\n" for n in range(40)),
        "长表头": lambda: (
            "".join("长" * 9_000 + f"{n},\n" * (n % 9 == 0) for n in range(360)) + HEAD + ROW
        ),
        "长单元格": lambda: HEAD + (",".join(c * 9_000 for c in "一二三四五六") + "\n") * 200,
        "零字节": lambda: HEAD + "\0" * (5 << 20),
    }
    for name, text in contents.items():
        yield f"{name}.csv", text().encode()
    yield "欧元.csv", HEAD.encode("gbk") + b"\x80" * (5 << 20)
    yield "破碎.csv", HEAD.encode("gbk") + b"\xff\n" * (3 << 20)


def larger(dice: Random) -> Iterator[tuple[str, bytes]]:
    """Files near the limits; only in long runs."""
    different = (f"u{n},p{n},i{n},b{n},约{n}.{n},t{n}\n" for n in range(1_000_000))
    wide = ",".join(str(n % 900 + 100) for n in range(256)) + "\n"
    yield "两百万空行.csv", (HEAD + "\n" * 1_990_000 + ROW).encode()
    yield "各不相同.csv", (HEAD + "".join(different)).encode()
    yield "宽.csv", (HEADS + ",x" * 250 + "\n" + wide * 100_000).encode()
    yield "合计行.csv", (HEAD + f"{ROW}\n合计,,,,5,\n" * 600_000).encode()
    yield "错误值.csv", (HEAD + f"北京市,2024Q3,{COUNT},,#N/A,#N/A\n" * 1_500_000).encode()
    yield "长单元格.csv", (HEAD + (",".join(["a" * 9_000] * 3) + "\n") * 4_000).encode()
    yield "汉字.csv", (HEAD + (ROW + "进展" * 5_000 + "\n") * 4_000).encode()
    yield "表情.csv", (HEAD + (ROW + "😀" * 5_000 + "\n") * 6_000).encode()
    yield "注.csv", (HEAD + "注：说明\n" * 1_900_000).encode()
    yield "同一行.csv", (HEAD + f"{ROW}\n" * 1_900_000).encode()
    yield "欧元.csv", HEAD.encode("gbk") + b"\x80" * (100 << 20)
    yield "破碎.csv", HEAD.encode("gbk") + b"\xff\n" * (60 << 20)
    yield "换行.csv", b"\n" * (127 << 20)
    yield "逗号.csv", b"," * (127 << 20)
    yield "引号.csv", b'"' * (127 << 20)
    yield "零.csv", HEAD.encode() + bytes(120 << 20)
    yield "乱.csv", HEAD.encode() + dice.randbytes(120 << 20)
    yield "太大.csv", b"a,b\n" * (40 << 20)

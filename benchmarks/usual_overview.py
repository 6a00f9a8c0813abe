"""The overview as it is usually written: a query, a measurement and plotly.express on every run."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # run by `streamlit run`

import plotly.express as px  # noqa: E402
import streamlit as st  # noqa: E402

from tracking import progress  # noqa: E402
from tracking.programme import Quarter, load  # noqa: E402
from tracking.store import Store  # noqa: E402

st.set_page_config(layout="wide")
programme = load(Path(os.environ["TRACKING_PROGRAMME"]))
quarters = [str(q) for q in programme.quarters]
wanted = st.query_params.get("quarter", quarters[-1])
quarter = Quarter.of(st.selectbox("Quarter", quarters, index=quarters.index(wanted)))

with Store.open(os.environ["TRACKING_STORE"], programme) as store:
    figures, targets = store.figures(), store.targets()
assessment = progress.assess(figures, targets, programme, through=programme.end.index)
chains = progress.chains(assessment, programme)

now = assessment[assessment["quarter"] == quarter.index]
nation = now[now["unit"] == "nation"]
counts = nation.groupby(["chain", "status"], observed=True).size().reset_index(name="indicators")
st.plotly_chart(px.bar(counts, x="indicators", y="chain", color="status", orientation="h"))

of_chains = chains[chains["quarter"] == quarter.index]
regions = of_chains[of_chains["unit"].isin([u.code for u in programme.regions])]
index = regions.pivot_table(index="unit", columns="chain", values="index", observed=True)
st.plotly_chart(px.imshow(index))

aimed = nation[nation["target"].notna()].head(6)
for (_, row), column in zip(aimed.iterrows(), 2 * list(st.columns(3)), strict=False):
    series = assessment[
        (assessment["indicator"] == row["indicator"]) & (assessment["unit"] == "nation")
    ]
    with column:
        st.metric(programme.indicators[row["indicator"]].name.zh, f"{row['value']:,.0f}")
        st.plotly_chart(
            px.bar(x=[row["value"]], y=["value"], orientation="h", height=120),
            key=f"bar-{row['indicator']}",
        )
        st.plotly_chart(
            px.line(series, x="quarter", y="value", height=120), key=f"line-{row['indicator']}"
        )
st.dataframe(nation.drop(columns="marks"))

"""What was taken as a file: is it still so, and was the file changed since?"""

import streamlit as st

from lib import taken
from lib.ui import export_parts, place, words
from lib.ui.session import actor, may, part, store


@part
def one(export):
    """What an export says of itself, and whether it is still so."""
    export_parts.about(export)
    if export["kind"] == "pack":
        st.text("An evidence pack says itself whether it was changed: run the script inside it. What is in it now is taken anew on the case's page.")
        return
    asked = st.button("Is this still so?", icon=":material/sync:", key=f"again_{export['export_id']}", help="The same question with the same values, as you may see it now")
    if asked:
        with st.spinner("Asking again"):
            export_parts.remember(export, taken.again(store(), actor(), export["export_id"]))
    export_parts.compared(export)


def brought():
    """A file that somebody brings: which export it is, and whether it was changed."""
    st.subheader("Is this file as it was taken?")
    file = st.file_uploader("The ZIP, the CSV in it, the workbook or the Parquet file", type=["zip", "csv", "xlsx", "parquet"], key="brought", max_upload_size=25)
    if file:
        with st.spinner("Holding it against what was taken"):
            export_parts.recognised(taken.recognise(store(), actor(), file.name, file.getvalue()))
    else:
        st.text("It is known again by its hash. Where it was changed you see what was changed.")


with st.columns(4)[0]:
    of_others = place.choose("Taken by", ["others"], "by", "Me", {"others": "Others of my councils"}.get) if may("see_activity") else None
rows = taken.of_others(store(), actor()) if of_others else taken.mine(store(), actor())
export_parts.listed(words.ordered(rows, "-taken_at"), bool(of_others))
for export in words.where(rows, export_id=place.of("export") or ""):
    one(export)
brought()

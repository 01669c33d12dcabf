/*
summary = "The layouts that officers made and nobody removed."
grain = "one row per layout"
kept = "view"
*/
select layout.*
from decisions.layout
left join decisions.layout_withdrawn using (layout_id)
where layout_withdrawn.layout_id is null

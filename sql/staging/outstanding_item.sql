/*
summary = "What is owed and not on the statement yet, as long as nobody took it back."
grain = "one row per item"
kept = "view"
*/
select item.*
from decisions.outstanding_item as item
left join decisions.outstanding_item_withdrawn using (item_id)
where outstanding_item_withdrawn.item_id is null

/*
summary = "What was taken out of the app as a file: by whom, when, what it answers, and its hashes."
grain = "one row per export and council whose rows it holds"
kept = "view"
seen_by = "see_export"
of_no_council = true
*/
with council as (
    select export_id, unnest(councils) as council
    from activity.export
)

select
    export.export_id,
    export.agreement_id,
    council.council,
    export.officer,
    export.taken_at,
    export.taken_by,
    export.name,
    export.kind,
    export.page,
    export.link,
    export.provenance,
    export.rows_sha256,
    export.file_sha256,
    export.table_sha256,
    export.kept_sha256,
    len(export.councils) as councils,
    export.rows
from activity.export
left join council using (export_id)

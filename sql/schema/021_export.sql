-- What left the house as a file, with what it answers, so that it can be asked again. It is a look, not a decision: nothing follows from it.
create table activity.export (
    export_id varchar primary key,
    name varchar not null,
    kind varchar not null,  -- csv, xlsx, parquet, or pack: a case's evidence
    councils varchar[] not null,  -- whose rows it holds; none: of no council
    agreement_id varchar,  -- where all rows are of one
    page varchar,  -- where in the app it stands
    link varchar,  -- JSON: what the link to it says
    provenance varchar not null,  -- JSON, as it stands in the file
    rows integer not null,
    rows_sha256 varchar not null,
    file_sha256 varchar not null,
    table_sha256 varchar,  -- of the CSV inside the ZIP
    kept_sha256 varchar not null,  -- in the evidence folder: its rows, and those they were taken from
    officer varchar,  -- whose caseload it was taken from, where that was a wall
    taken_by varchar not null,
    taken_at timestamp not null
);

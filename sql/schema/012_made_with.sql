-- What a PDF says of the program that made it: a fact to hold against those of other statements.
alter table raw.file add column made_with varchar;

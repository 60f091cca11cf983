-- What was agreed for a whole term does not always divide into its periods: the line keeps the cents that are left over,
-- and the day on which the term begins where that is not the day of the win.
alter table line_item add column rounding_minor bigint not null default 0;
alter table line_item add column starts_on date;

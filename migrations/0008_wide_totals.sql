-- One amount fits a bigint, but a sum of some does not: nobody's typing may keep a board from adding up.
alter table board_delta alter column amount_minor type numeric, alter column weighted_minor type numeric;
alter table board_total alter column amount_minor type numeric, alter column weighted_minor type numeric;

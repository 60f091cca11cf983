-- What an account uses is read with what those used that went into it.
create index account_merged_into on account (workspace_id, merged_into) where merged_into is not null;

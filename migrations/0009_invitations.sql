-- Whoever administers a workspace hands out links, each for a person of that workspace; a request never reads them.
grant insert on set_up_link to tributary_app;

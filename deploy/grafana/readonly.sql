-- The role with which Grafana reads the registry: it sees no log-in, no key, and writes nothing.
-- Run it as the registry's owner in the registry's database, again after every upgrade:
--   psql "$REGISTRY" -v ON_ERROR_STOP=1 -v password='choose one' -f deploy/grafana/readonly.sql
SELECT 'CREATE ROLE nengheng_grafana LOGIN'
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'nengheng_grafana') \gexec
ALTER ROLE nengheng_grafana LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
ALTER ROLE nengheng_grafana SET default_transaction_read_only = on;
ALTER ROLE nengheng_grafana SET statement_timeout = '60s';
GRANT USAGE ON SCHEMA public TO nengheng_grafana;
GRANT SELECT ON
    region, enterprise, gateway, product, point, meter_epoch, quota, quota_month,
    account, verdict, alert, finding,
    book, collector, journal_link, dirty_hour, job_run, lease
TO nengheng_grafana;

-- several statements
select 1; select 2
select * from sale; drop table sale
begin; delete from sale
select 1; set enable_external_access = true
; ; select 1; select 2
select 1;;select 2
-- writing
insert into sale values (1)
insert into sale select * from sale
insert or replace into sale values (1)
update sale set amount = 0
delete from sale
delete from sale where true returning *
truncate sale
truncate table sale
merge into sale using customer on true when matched then delete
drop table sale
drop view if exists sale
drop schema main cascade
create table x as select * from sale
create temp table x as select 1
create or replace table sale as select 1
create view v as select * from sale
create temporary view v as select * from sale
create macro f(a) as a + 1
create function f(a) as a
create type mood as enum ('a')
create sequence s
create schema s
create index i on sale(amount)
create secret s (type s3)
alter table sale add column x int
alter table sale rename to y
comment on table sale is 'x'
grant select on sale to public
revoke all on sale from public
reindex table sale
refresh materialized view sale
-- writing inside WITH
with x as (delete from sale returning *) select * from x
with x as (insert into sale values (1) returning *) select * from x
with x as (update sale set amount = 1 returning *) select * from x
with a as (select 1), b as (delete from sale returning *) select * from a
select * from (with x as (delete from sale returning *) select * from x) y
with recursive x as (delete from sale returning *) select * from x
with x as materialized (delete from sale returning *) select * from x
with x as (merge into sale using customer on true when matched then delete returning *) select * from x
with x as (truncate sale) select * from x
with x as (drop table sale) select * from x
with x as (create table y as select 1) select * from x
with x as (copy sale to 'x') select * from x
select (delete from sale returning 1)
select * from (delete from sale returning *)
select * from (insert into sale values (1) returning *) x
select exists (delete from sale returning 1)
-- settings, catalogs, sessions
set memory_limit = '100GB'
set global threads = 64
set variable x = 1
reset memory_limit
pragma database_list
pragma show_tables
pragma table_info('sale')
pragma storage_info('sale')
pragma version
select * from pragma_table_info('sale')
select * from pragma_database_size()
select current_setting('secret_directory')
select current_setting('home_directory')
select getvariable('x')
select set_config('statement_timeout', '0', false)
select getenv('HOME')
use memory
use main
show tables
show all tables
show databases
describe sale
describe select 1
summarize sale
summarize select * from sale
explain select * from sale
explain analyze select * from sale
analyze sale
vacuum
vacuum sale
checkpoint
force checkpoint
call pragma_version()
call duckdb_settings()
prepare p as delete from sale
prepare p as select 1
execute p
deallocate p
begin
begin transaction
commit
rollback
savepoint a
start transaction
abort
kill 1
discard all
listen x
notify x
lock table sale
declare c cursor for select 1
fetch all from c
do $$ begin delete from sale; end $$
-- files, network, extensions
copy sale to '/tmp/x.csv'
copy (select 1) to '/tmp/x.csv'
copy sale from '/tmp/x.csv'
copy sale to program 'id'
export database '/tmp/x'
import database '/tmp/x'
attach '/tmp/x.db'
attach ':memory:' as x
attach 'postgres://x' as p (type postgres)
detach main
install httpfs
load httpfs
force install httpfs
update extensions
select * from '/etc/passwd'
select * from 'data.parquet'
select * from "/etc/passwd"
select * from '/proc/self/environ'
from '/etc/passwd'
select * from 'https://example.test/x.csv'
select * from read_csv('/etc/passwd')
select * from read_csv_auto('/etc/passwd')
select * from read_text('/etc/passwd')
select * from read_blob('/etc/passwd')
select * from read_json('/etc/passwd')
select * from read_json_auto('/etc/passwd')
select * from read_ndjson('/etc/passwd')
select * from read_parquet('x.parquet')
select * from parquet_scan('x.parquet')
select * from parquet_metadata('x.parquet')
select * from parquet_schema('x')
select * from sniff_csv('/etc/passwd')
select * from glob('/etc/*')
select * from glob('**')
select read_text('/etc/passwd')
select ('/etc/passwd').read_text()
select '/etc/passwd'.read_text()
select content from read_text(['/etc/passwd'])
select * from sale, read_csv('/etc/passwd')
select * from sale join read_text('/etc/passwd') on true
select * from sale where exists (select 1 from read_text('/etc/passwd'))
select (select content from read_text('/etc/passwd'))
select * from (select * from read_csv('/etc/passwd')) x
with x as (select * from read_csv('/etc/passwd')) select * from x
select * from sale union all select * from read_csv('/etc/passwd')
select * from lateral read_text('/etc/passwd')
select * from sale, lateral (select * from read_text('/etc/passwd')) x
select * from st_read('x')
select * from sqlite_scan('x.db', 'y')
select * from postgres_scan('x', 'y', 'z')
select * from postgres_query('x', 'select 1')
select * from mysql_query('x', 'select 1')
select * from iceberg_scan('x')
select * from delta_scan('x')
select * from read_xlsx('x.xlsx')
select * from json_execute_serialized_sql('x')
select json_execute_serialized_sql('x')
select json_serialize_sql('select 1')
select * from query('select 1')
select * from query_table('sale')
select * from query_table(['sale'])
select write_log('x')
select * from duckdb_logs()
select * from enable_logging()
select * from which_secret('x', 's3')
select nextval('s')
select currval('s')
select pg_read_file('/etc/passwd')
select pg_ls_dir('/')
select lo_import('/etc/passwd')
select lo_export(1, '/tmp/x')
select dblink('host=x', 'select 1')
select * from dblink('host=x', 'select 1') as t(a int)
select query_to_xml('select 1', true, true, '')
select database_to_xml(true, true, '')
select table_to_xml('sale', true, true, '')
select xmlparse(document '<a/>')
select pg_sleep(10)
select sleep_ms(10000)
select pg_terminate_backend(1)
select pg_cancel_backend(1)
select pg_reload_conf()
select version()
select current_user
select session_user
select current_database()
select current_schema()
select inet_server_addr()
select txid_current()
select pg_advisory_lock(1)
select random()
select uuid()
select gen_random_uuid()
-- catalogs and unknown tables
select * from duckdb_settings()
select * from duckdb_tables()
select * from duckdb_columns()
select * from duckdb_secrets()
select * from duckdb_functions()
select * from duckdb_databases()
select * from duckdb_extensions()
select * from duckdb_temporary_files()
select * from information_schema.tables
select * from information_schema.columns
select * from pg_catalog.pg_tables
select * from pg_class
select * from pg_user
select * from pg_shadow
select * from pg_stat_activity
select * from pg_settings
select * from sqlite_master
select * from sqlite_schema
select * from users
select * from sessions
select * from main.sale
select * from memory.main.sale
select * from temp.sale
select * from system.information_schema.tables
select * from "main"."sale"
select * from sale.customer
select * from public.sale
select * from secret
select 'pg_class'::regclass
select 'x'::regproc
select cast('x' as oid)
select cast('<a/>' as xml)
select 'x'::mood
select cast('x' as hstore)
-- common table expressions that hide what they read
with secret as (select * from secret) select * from secret
with secret as (select 1), b as (select * from other) select * from b
select * from (with secret as (select 1) select * from secret) a, secret
with a as (with secret as (select 1) select * from secret) select * from secret
with a as (select * from b), b as (select 1) select * from a
select * from a where exists (with a as (select 1) select * from a)
-- forms that need no SELECT
select * into new_table from sale
select * into temp new_table from sale
select 1 into outfile '/tmp/x'
select * from sale for update
select * from sale for share
select * from sale for no key update
select * from sale for update skip locked
select * from sale for update of sale nowait
select current_catalog
select session_user
select $1
select ?
select :nothing + 1
select * from sale where amount = $unknown
select * from sale where amount = :unknown
select * from sale pivot (sum(amount) for won in (true, false))
pivot sale on won using sum(amount)
unpivot sale on amount, cost into name n value v
select * from sale unpivot (v for n in (amount, cost))
select * from sale at (version => 1)
select * from sale at (timestamp => '2020-01-01')
select * from sale for system_time as of '2020-01-01'
select columns('a.*') from sale
select columns(*) from sale
select * from only sale
select 1 operator(pg_catalog.+) 2
select * from rows from (generate_series(1, 2), pg_ls_dir('/'))
select * from json_table('{}', '$' columns (a int path '$'))
select * from xmltable('/a' passing '<a/>' columns b int)
select * from sale tablesample system (10) repeatable (1) pivot (sum(amount) for won in (true))
select list_transform([1], x -> getenv('HOME'))
select [getenv(x) for x in ['HOME']]
select case when true then getenv('HOME') end
select sum(amount) filter (where getenv('HOME') is not null) from sale
select sum(amount) over (order by getenv('HOME')) from sale
select * from sale order by getenv('HOME')
select * from sale group by getenv('HOME')
select 1 from sale having getenv('HOME') = ''
select * from sale limit getenv('HOME')
select * from sale qualify getenv('HOME') = ''
values (getenv('HOME'))
values ((select * from read_text('/etc/passwd')))
table secret
table users
from secret
from duckdb_settings()
from read_text('/etc/passwd') select content
select * from generate_series(1, getenv('HOME')::int)
select * from unnest(getenv('HOME'))
select hash(getenv('HOME'))
select struct_pack(a := getenv('HOME'))
select {'a': getenv('HOME')}
select map([getenv('HOME')], [1])
select coalesce(null, getenv('HOME'))
-- what is no SQL
hello
select from where
select * from
select (
select 'unfinished
'; drop table sale --
1 or 1=1
select * from sale where
((((((((((
select * from sale where amount = 1 union
javascript:alert(1)
{{ sale.amount }}

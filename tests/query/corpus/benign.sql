select 1
select 1 as one, 'a' as letter, true as yes, null as nothing
select * from sale
select count(*) from sale
select sale_id, amount from sale where amount > 10
select distinct segment from customer
select distinct on (customer_id) customer_id, sold_at from sale order by customer_id, sold_at desc
select amount as "Total Amount" from sale
select s.amount, c.name from sale s join customer c on c.customer_id = s.customer_id
select s.amount, c.name from sale s left join customer c using (customer_id)
select c.name from customer c right join sale s on s.customer_id = c.customer_id
select c.name from customer c full outer join sale s on s.customer_id = c.customer_id
select c.name, t.minutes from customer c cross join ticket t
select c.name from customer c, ticket t where t.customer_id = c.customer_id
select c.name from customer c semi join sale s on s.customer_id = c.customer_id
select c.name from customer c anti join sale s on s.customer_id = c.customer_id
select s.sale_id, b.money from sale s asof join balance b on s.customer_id = b.customer_id and s.sold_at >= b.day
select name from customer natural join sale
select segment, sum(amount) from sale join customer using (customer_id) group by segment
select segment, sum(amount) from sale join customer using (customer_id) group by 1 order by 2 desc
select segment, region, count(*) from customer group by all
select segment, region, count(*) from customer group by rollup (segment, region)
select segment, region, count(*) from customer group by cube (segment, region)
select segment, region, count(*) from customer group by grouping sets ((segment), (region), ())
select segment, count(*) from customer group by segment having count(*) > 1
select date_trunc('month', sold_at) as month, sum(amount) from sale group by 1 order by 1
select date_trunc('week', sold_at)::date as week, count(*) from sale group by 1
select extract(year from sold_at), extract(isodow from sold_at) from sale
select year(sold_at), month(sold_at), day(sold_at), quarter(sold_at), hour(sold_at) from sale
select strftime(sold_at, '%Y-%m') as month, count(*) from sale group by 1
select date_diff('day', sold_at, current_date) from sale
select sold_at + interval '3 days' from sale
select sold_at - interval 1 month from sale
select date_part('month', sold_at) from sale
select dayname(sold_at), monthname(sold_at) from sale
select last_day(sold_at) from sale
select sold_at::date, cast(sold_at as date) from sale
select date '2026-01-01', timestamp '2026-01-01 10:00:00'
select make_date(2026, 1, 1)
select (sold_at at time zone 'UTC')::varchar from sale
select age(timestamp '2026-01-02', timestamp '2026-01-01')
select time_bucket(interval '1 week', sold_at) from sale
select sum(amount) filter (where won) from sale
select count(*) filter (where won) * 1.0 / nullif(count(*), 0) from sale
select sum(case when won then amount else 0 end) from sale
select count(distinct customer_id) from sale
select avg(amount), min(amount), max(amount), median(amount), stddev(amount), variance(amount) from sale
select quantile_cont(amount, 0.85), quantile_disc(amount, 0.5) from sale
select percentile_cont(0.5) within group (order by amount) from sale
select approx_count_distinct(customer_id) from sale
select string_agg(name, ', ' order by name) from customer
select array_agg(name order by name) from customer
select list(name) from customer
select arg_max(name, signed_on), arg_min(name, signed_on) from customer
select first(name), last(name), any_value(name) from customer
select mode(segment) from customer
select corr(amount, cost) from sale
select bool_and(won), bool_or(won) from sale
select row_number() over (order by amount) from sale
select rank() over (partition by customer_id order by amount desc), dense_rank() over (order by amount) from sale
select lag(amount) over (order by sold_at), lead(amount, 1, 0) over (order by sold_at) from sale
select sum(amount) over (order by sold_at rows between 2 preceding and current row) from sale
select sum(amount) over w from sale window w as (partition by customer_id)
select avg(amount) over (order by sold_at range between interval '30 days' preceding and current row) from sale
select first_value(amount) over (order by sold_at), ntile(4) over (order by amount) from sale
select amount, amount / sum(amount) over () as share from sale
select percent_rank() over (order by amount), cume_dist() over (order by amount) from sale
select * from sale qualify row_number() over (partition by customer_id order by sold_at desc) = 1
with won as (select * from sale where won) select sum(amount) from won
with a as (select 1 as x), b as (select x + 1 as y from a) select * from b
with recursive n(i) as (select 1 union all select i + 1 from n where i < 10) select sum(i) from n
with sale as (select * from sale where won) select count(*) from sale
with monthly(m, total) as (select date_trunc('month', sold_at), sum(amount) from sale group by 1) select * from monthly
with a as materialized (select * from sale) select count(*) from a
with a as (with b as (select 1 as x) select * from b) select * from a
select * from (select amount from sale) where amount > 1
select * from (select amount from sale) as inner_sale (money) where money > 1
select (select max(amount) from sale) as most
select name from customer where customer_id in (select customer_id from sale)
select name from customer c where exists (select 1 from sale s where s.customer_id = c.customer_id)
select name from customer c where not exists (select 1 from sale s where s.customer_id = c.customer_id)
select amount from sale where amount > all (select minutes from ticket)
select amount from sale where amount = any (select minutes from ticket)
select amount from sale union select money from balance
select amount from sale union all select money from balance order by 1 limit 3
select customer_id from sale intersect select customer_id from ticket
select customer_id from sale except select customer_id from ticket
(select 1 as a) union all (select 2)
select * from sale, lateral (select sale.amount * 2 as twice) t
select c.name, t.n from customer c, lateral (select count(*) as n from ticket where ticket.customer_id = c.customer_id) t
values (1, 'a'), (2, 'b')
select * from (values (1, 'a'), (2, 'b')) as t(n, s)
from sale
from sale select amount where won
select * exclude (cost) from sale
select * replace (amount * 2 as amount) from sale
select sale.* from sale
select count(*) from sale tablesample reservoir(3 rows)
select * from range(10)
select * from range(0, 10, 2) t(i)
select * from generate_series(1, 5)
select unnest([1, 2, 3])
select * from unnest([1, 2, 3]) as t(x)
select d.day, coalesce(sum(s.amount), 0) from (select unnest(generate_series(date '2026-11-01', date '2026-11-05', interval 1 day)) as day) d left join sale s on s.sold_at::date = d.day group by 1
select upper(name), lower(name), length(name), trim(name), left(name, 1), right(name, 1) from customer
select name || ' (' || coalesce(segment, 'none') || ')' from customer
select concat(name, '-', region), concat_ws('/', name, region) from customer
select substring(name, 1, 2), substr(name, 2), replace(name, 'a', 'b'), reverse(name) from customer
select lpad(name, 5, '.'), rpad(name, 5, '.'), repeat('x', 3) from customer
select split_part(name, ' ', 1), strpos(name, 'a'), starts_with(name, 'A') from customer
select regexp_replace(name, '[aeiou]', ''), regexp_extract(name, '^.'), regexp_matches(name, 'a') from customer
select name from customer where name like 'A%' or name ilike '%o' or name not like 'C_'
select name from customer where name similar to '(Ada|Bo)'
select name from customer where name ~ '^A'
select abs(-1), round(1.256, 2), floor(1.5), ceil(1.5), sqrt(4), power(2, 3), ln(1), log10(10), exp(0), sign(-2), mod(5, 2)
select greatest(1, 2), least(1, 2), nullif(1, 1), coalesce(null, 1), ifnull(null, 2)
select 5 % 2, 5 // 2, 2 ** 3, -amount, +cost from sale
select amount between 1 and 10, amount in (1, 2), amount is null, amount is not null from sale
select not won, won and true, won or false from sale
select amount is distinct from cost, amount is not distinct from cost from sale
select case segment when 'SMB' then 1 when 'Enterprise' then 2 end from customer
select if(won, 'yes', 'no') from sale
select try_cast(price_text as double), cast(amount as integer), amount::varchar from sale
select {'a': 1, 'b': 'x'} as s, [1, 2] as l, map {'k': 1} as m
select ([1, 2, 3])[1], len([1, 2]), list_sum([1, 2]), list_contains([1], 1)
select list_transform([1, 2], lambda x: x + 1), list_filter([1, 2], lambda x: x > 1)
select [x * 2 for x in [1, 2] if x > 1]
select json_extract_string('{"a": 1}', '$.a'), '{"a": {"b": 1}}'::json -> 'a', '{"a": 1}'::json ->> '$.a'
select amount from sale order by amount desc nulls last, sale_id limit 5 offset 1
select amount from sale order by all
select amount from sale fetch first 3 rows only
select 'it''s', 'a;b', '-- no comment', 'drop table sale'
select /* a comment */ amount from sale -- another
select amount from sale;
select won_sale.amount from won_sale
select "sale"."amount" from "sale"
select AMOUNT from SALE
select amount from sale where sold_at >= date '2026-01-01' and sold_at < date '2026-12-01'
select * from sale where (amount, cost) in ((100, 40))
select count(*) as "select", 1 as "drop" from sale
select sum(amount) as total, count(*) as n from sale where customer_id in (1, 2, 3)
select to_days(3), to_months(1)
select hash(name), md5(name) from customer
select epoch(sold_at) from sale
select strptime('2026-01-01', '%Y-%m-%d')
select x from (select 1 as x union all select 2) order by x desc limit 1

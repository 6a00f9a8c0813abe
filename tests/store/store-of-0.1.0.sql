BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'tracking','first','2026-11-24 18:58:52.349515+00:00');
CREATE TABLE audit (
    id integer primary key,
    at text not null,
    actor text not null,
    action text not null,
    details text not null check (json_valid(details)),
    before text not null,
    hash text not null unique
) strict;
INSERT INTO "audit" VALUES(1,'2024-05-01T09:00:00.000Z','北京','submitted','{"digest":"779302f0bf716c299ede541c68d2e1079d261fe34790e97ceae4a71be47486b8","figures":2,"file":"e07e331055c286d040ba2fb0ef52c2c5b4cb57c492ee95c2ac13165b2a01e278","findings":1,"move":1,"name":"一季度.csv","reason":"","source":"工作总结","submission":1,"verified":0}','0000000000000000000000000000000000000000000000000000000000000000','e30f9d89536a500c1cb348f35fcb7b214322a0342d1faa1732b10d135f9ddc2b');
INSERT INTO "audit" VALUES(2,'2024-05-03T09:00:00.000Z','审核','approved','{"digest":"779302f0bf716c299ede541c68d2e1079d261fe34790e97ceae4a71be47486b8","figures":2,"file":"e07e331055c286d040ba2fb0ef52c2c5b4cb57c492ee95c2ac13165b2a01e278","findings":1,"move":2,"name":"一季度.csv","reason":"","source":"工作总结","submission":1,"verified":0}','e30f9d89536a500c1cb348f35fcb7b214322a0342d1faa1732b10d135f9ddc2b','142dec67034b80fbab69dce6b820bb998f7a8abe18677f4f840efd462e59bb9c');
INSERT INTO "audit" VALUES(3,'2024-05-06T09:00:00.000Z','北京','submitted','{"digest":"875fa15967dcd642640a25d48451a3f3b4ac1de3035acbcc578c66bc06fa44dc","figures":2,"file":"8cabf4496b96567908294a7aa72262cf140762b59218dcbaacd9cc8b4ecfc13c","findings":0,"move":3,"name":"更正.csv","reason":"","source":"","submission":2,"verified":0}','142dec67034b80fbab69dce6b820bb998f7a8abe18677f4f840efd462e59bb9c','42c56f668f09a7de34575ad80137f464a72f2c967e47f3480eca9015a2f7aff7');
INSERT INTO "audit" VALUES(4,'2024-05-07T09:00:00.000Z','审核','approved','{"digest":"875fa15967dcd642640a25d48451a3f3b4ac1de3035acbcc578c66bc06fa44dc","figures":2,"file":"8cabf4496b96567908294a7aa72262cf140762b59218dcbaacd9cc8b4ecfc13c","findings":0,"move":4,"name":"更正.csv","reason":"","source":"","submission":2,"verified":0}','42c56f668f09a7de34575ad80137f464a72f2c967e47f3480eca9015a2f7aff7','6fcf8984acd75df57fc1d7d71576204354ed3d7095228af0bad424958e0f337b');
INSERT INTO "audit" VALUES(5,'2024-05-07T09:00:00.000Z','审核','superseded','{"digest":"779302f0bf716c299ede541c68d2e1079d261fe34790e97ceae4a71be47486b8","figures":2,"file":"e07e331055c286d040ba2fb0ef52c2c5b4cb57c492ee95c2ac13165b2a01e278","findings":1,"move":5,"name":"一季度.csv","reason":"2","source":"工作总结","submission":1,"verified":0}','6fcf8984acd75df57fc1d7d71576204354ed3d7095228af0bad424958e0f337b','9ac182794d88c6487b516cb59dcabf1e24774d718a58d63dc9fadea6f5eba8d7');
INSERT INTO "audit" VALUES(6,'2024-05-08T09:00:00.000Z','miit','submitted','{"digest":"d93048faeac52a0e0748015fb52e69bc00784d2bf2f68c5014c0db20462b7114","figures":1,"file":"dd1b3c312cf7d816130354452e9629ce39355b0c534129dd26a08cd9a4502ede","findings":0,"move":6,"name":"claim.csv","reason":"","source":"","submission":3,"verified":0}','9ac182794d88c6487b516cb59dcabf1e24774d718a58d63dc9fadea6f5eba8d7','ad62688f00e9a3b4e4ee33913ffc15e838c31acc2dc4704e27e77089183722dd');
INSERT INTO "audit" VALUES(7,'2024-05-09T09:00:00.000Z','审核','approved','{"digest":"d93048faeac52a0e0748015fb52e69bc00784d2bf2f68c5014c0db20462b7114","figures":1,"file":"dd1b3c312cf7d816130354452e9629ce39355b0c534129dd26a08cd9a4502ede","findings":0,"move":7,"name":"claim.csv","reason":"","source":"","submission":3,"verified":1}','ad62688f00e9a3b4e4ee33913ffc15e838c31acc2dc4704e27e77089183722dd','07b51296c5db413f97c7f40bb843ce71fb75af11e184810b4e606f63c36a80f0');
INSERT INTO "audit" VALUES(8,'2024-05-10T09:00:00.000Z','local','submitted','{"digest":"9459b9041f39bcb4b7c7c1e6b230f69d5ca3a23795547fdab65126235629c192","figures":1,"file":"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","findings":0,"move":8,"name":"one.csv","reason":"","source":"","submission":4,"verified":0}','07b51296c5db413f97c7f40bb843ce71fb75af11e184810b4e606f63c36a80f0','db42d1dc1e4727cf7de49b290df12038db9779e282a700a37a763604f9fc918e');
INSERT INTO "audit" VALUES(9,'2024-05-10T09:00:00.000Z','local','approved','{"digest":"9459b9041f39bcb4b7c7c1e6b230f69d5ca3a23795547fdab65126235629c192","figures":1,"file":"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","findings":0,"move":9,"name":"one.csv","reason":"","source":"","submission":4,"verified":0}','db42d1dc1e4727cf7de49b290df12038db9779e282a700a37a763604f9fc918e','6a5d96570a311a0d1c50307f73824914215970b35b6a7f953970dae568dacd78');
INSERT INTO "audit" VALUES(10,'2024-05-11T09:00:00.000Z','北京','submitted','{"digest":"e91391639e5661ba1d546a8af43676bc7adb8a71cab876280b97c2475f8b85fb","figures":1,"file":"7c4a345722b40acbdc121843d43b674e9f7c50201f26b4b915931b4f2a73d3d0","findings":0,"move":10,"name":"waits.csv","reason":"","source":"","submission":5,"verified":0}','6a5d96570a311a0d1c50307f73824914215970b35b6a7f953970dae568dacd78','16e3edaa8449bd5c4c02a8d329011e2ec0ace2266c0a0a7d0790982a06afdf2d');
CREATE TABLE basis (
    id integer primary key,
    code text not null unique
) strict;
INSERT INTO "basis" VALUES(1,'quarter');
INSERT INTO "basis" VALUES(2,'year_to_date');
INSERT INTO "basis" VALUES(3,'since_start');
INSERT INTO "basis" VALUES(4,'period_end');
CREATE TABLE figure (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    row integer not null,
    basis integer references basis,
    value real,
    numerator real,
    denominator real,
    state text not null default '',
    completed_on text not null default '',
    qualifier text not null default '',
    definition_break integer not null default 0 check (definition_break in (0, 1)),
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;
INSERT INTO "figure" VALUES(1,2,8096,1,2,NULL,3.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(1,2,8096,2,2,NULL,5.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(1,5,8096,1,3,NULL,4.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(1,5,8096,2,3,NULL,6.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(2,2,8096,4,2,NULL,8.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(2,2,8097,5,2,NULL,9.0,NULL,NULL,'','','',0);
INSERT INTO "figure" VALUES(3,4,8096,3,2,NULL,NULL,NULL,NULL,'claimed','2024-03-01','',0);
CREATE TABLE file (
    sha256 text primary key check (length(sha256) = 64),
    size integer not null,
    bytes blob not null check (length(bytes) = size)
) strict;
INSERT INTO "file" VALUES('e07e331055c286d040ba2fb0ef52c2c5b4cb57c492ee95c2ac13165b2a01e278',16,X'E58C97E4BAAC2C494E4E2D312D312C33');
INSERT INTO "file" VALUES('8cabf4496b96567908294a7aa72262cf140762b59218dcbaacd9cc8b4ecfc13c',6,X'E69BB4E6ADA3');
INSERT INTO "file" VALUES('dd1b3c312cf7d816130354452e9629ce39355b0c534129dd26a08cd9a4502ede',5,X'636C61696D');
INSERT INTO "file" VALUES('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',3,X'6F6E65');
INSERT INTO "file" VALUES('7c4a345722b40acbdc121843d43b674e9f7c50201f26b4b915931b4f2a73d3d0',5,X'7761697473');
CREATE TABLE finding (
    submission integer not null references submission,
    number integer not null,
    code text not null,
    severity text not null,
    said text not null check (json_valid(said)),
    primary key (submission, number)
) strict, without rowid;
INSERT INTO "finding" VALUES(1,1,'outlier','warning','{"code":"outlier","message":{"en":"high","zh":"偏高"},"severity":"warning"}');
CREATE TABLE indicator (
    id integer primary key,
    code text not null unique,
    chain text not null,
    kind text not null,
    rollup text not null,
    name_zh text not null,
    name_en text not null,
    unit_zh text not null,
    unit_en text not null,
    active integer not null check (active in (0, 1))
) strict;
INSERT INTO "indicator" VALUES(1,'INN-1-1','innovation','cumulative','sum','组建融通创新联合体数','Innovation consortia formed','个','consortia',1);
INSERT INTO "indicator" VALUES(2,'INN-1-2','innovation','flow','sum','“揭榜”成功项目数','Challenge projects taken up','项','projects',1);
INSERT INTO "indicator" VALUES(3,'SUP-1-4','supply','milestone','none','印发年度“百场万企”活动通知','Yearly notice of the sessions issued','','',1);
CREATE TABLE meta (
    key text primary key,
    value text not null
) strict, without rowid;
INSERT INTO "meta" VALUES('programme','hand-in-hand-2022');
INSERT INTO "meta" VALUES('roll-up settings','[8089,0.75,{"INN-1-1":1.0,"INN-1-2":1.0,"SUP-1-4":1.0},["INN-1-1","INN-1-2"]]');
CREATE TABLE move (
    id integer primary key,
    submission integer not null references submission,
    state text not null
        check (state in ('submitted', 'approved', 'returned', 'withdrawn', 'superseded')),
    actor text not null check (actor <> ''),
    at text not null,
    reason text not null
) strict;
INSERT INTO "move" VALUES(1,1,'submitted','北京','2024-05-01T09:00:00.000Z','');
INSERT INTO "move" VALUES(2,1,'approved','审核','2024-05-03T09:00:00.000Z','');
INSERT INTO "move" VALUES(3,2,'submitted','北京','2024-05-06T09:00:00.000Z','');
INSERT INTO "move" VALUES(4,2,'approved','审核','2024-05-07T09:00:00.000Z','');
INSERT INTO "move" VALUES(5,1,'superseded','审核','2024-05-07T09:00:00.000Z','2');
INSERT INTO "move" VALUES(6,3,'submitted','miit','2024-05-08T09:00:00.000Z','');
INSERT INTO "move" VALUES(7,3,'approved','审核','2024-05-09T09:00:00.000Z','');
INSERT INTO "move" VALUES(8,4,'submitted','local','2024-05-10T09:00:00.000Z','');
INSERT INTO "move" VALUES(9,4,'approved','local','2024-05-10T09:00:00.000Z','');
INSERT INTO "move" VALUES(10,5,'submitted','北京','2024-05-11T09:00:00.000Z','');
CREATE TABLE narrative (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    row integer not null,
    progress_note text not null,
    problem text not null,
    next_step text not null,
    source text not null,
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;
INSERT INTO "narrative" VALUES(1,2,8096,1,2,'','资金不足','','');
INSERT INTO "narrative" VALUES(1,5,8096,1,3,'','资金不足','','');
CREATE TABLE report (
    submission integer not null references submission,
    unit integer not null references unit,
    quarter integer not null,
    figures integer not null,
    primary key (submission, unit, quarter)
) strict, without rowid;
INSERT INTO "report" VALUES(1,2,8096,1);
INSERT INTO "report" VALUES(1,5,8096,1);
INSERT INTO "report" VALUES(2,2,8096,1);
INSERT INTO "report" VALUES(2,5,8096,1);
INSERT INTO "report" VALUES(3,4,8096,1);
INSERT INTO "report" VALUES(4,2,8096,1);
INSERT INTO "report" VALUES(5,2,8097,1);
CREATE TABLE rollup (
    known_to integer not null,
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    known_from integer not null references move,
    origin text not null check (origin in ('own', 'rolled')),
    submission integer references submission,
    row integer not null,
    basis integer references basis,
    value real,
    numerator real,
    denominator real,
    state text not null,
    completed_on text not null,
    qualifier text not null,
    definition_break integer not null,
    reported integer not null,
    expected integer not null,
    primary key (known_to, indicator, unit, quarter),
    check (known_from < known_to),
    check ((origin = 'own') = (submission is not null))
) strict, without rowid;
INSERT INTO "rollup" VALUES(4,1,2,8096,2,'own',1,2,NULL,3.0,NULL,NULL,'','','',0,1,1);
INSERT INTO "rollup" VALUES(4,1,3,8096,2,'rolled',NULL,0,3,4.0,NULL,NULL,'','','≥',0,1,2);
INSERT INTO "rollup" VALUES(9007199254740991,1,2,8096,4,'own',2,2,NULL,5.0,NULL,NULL,'','','',0,1,1);
INSERT INTO "rollup" VALUES(9007199254740991,1,3,8096,4,'rolled',NULL,0,3,6.0,NULL,NULL,'','','≥',0,1,2);
INSERT INTO "rollup" VALUES(9007199254740991,2,2,8096,9,'own',4,2,NULL,8.0,NULL,NULL,'','','',0,1,1);
INSERT INTO "rollup" VALUES(9007199254740991,3,4,8096,7,'own',3,2,NULL,NULL,NULL,NULL,'verified','2024-03-01','',0,1,1);
CREATE TABLE submission (
    id integer primary key,
    file text not null references file,
    name text not null,
    source text not null,
    figures integer not null,
    digest text not null
) strict;
INSERT INTO "submission" VALUES(1,'e07e331055c286d040ba2fb0ef52c2c5b4cb57c492ee95c2ac13165b2a01e278','一季度.csv','工作总结',2,'779302f0bf716c299ede541c68d2e1079d261fe34790e97ceae4a71be47486b8');
INSERT INTO "submission" VALUES(2,'8cabf4496b96567908294a7aa72262cf140762b59218dcbaacd9cc8b4ecfc13c','更正.csv','',2,'875fa15967dcd642640a25d48451a3f3b4ac1de3035acbcc578c66bc06fa44dc');
INSERT INTO "submission" VALUES(3,'dd1b3c312cf7d816130354452e9629ce39355b0c534129dd26a08cd9a4502ede','claim.csv','',1,'d93048faeac52a0e0748015fb52e69bc00784d2bf2f68c5014c0db20462b7114');
INSERT INTO "submission" VALUES(4,'7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed','one.csv','',1,'9459b9041f39bcb4b7c7c1e6b230f69d5ca3a23795547fdab65126235629c192');
INSERT INTO "submission" VALUES(5,'7c4a345722b40acbdc121843d43b674e9f7c50201f26b4b915931b4f2a73d3d0','waits.csv','',1,'e91391639e5661ba1d546a8af43676bc7adb8a71cab876280b97c2475f8b85fb');
CREATE TABLE target (
    id integer primary key,
    indicator integer not null references indicator,
    unit integer not null references unit,
    value real not null,
    due integer not null,
    baseline real,
    baseline_quarter integer,
    path text not null,
    basis_zh text not null check (basis_zh <> ''),
    basis_en text not null,
    effective text not null,
    known_at text not null,
    actor text not null,
    check ((baseline is null) = (baseline_quarter is null))
) strict;
CREATE TABLE unit (
    id integer primary key,
    code text not null unique,
    kind text not null check (kind in ('nation', 'region', 'ministry', 'office')),
    name_zh text not null,
    name_en text not null,
    upper integer references unit,
    active integer not null check (active in (0, 1))
) strict;
INSERT INTO "unit" VALUES(1,'nation','nation','全国','Nation',NULL,1);
INSERT INTO "unit" VALUES(2,'110000','region','北京市','Beijing',NULL,1);
INSERT INTO "unit" VALUES(3,'340000','region','安徽省','Anhui',NULL,1);
INSERT INTO "unit" VALUES(4,'miit','ministry','工业和信息化部','Ministry of Industry and Information Technology',NULL,1);
INSERT INTO "unit" VALUES(5,'340100','office','合肥市','Hefei',3,1);
INSERT INTO "unit" VALUES(6,'340200','office','芜湖市','Wuhu',3,1);
CREATE TABLE verification (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    move integer not null references move,
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;
INSERT INTO "verification" VALUES(3,4,8096,3,7);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX unit_upper on unit (upper);
CREATE INDEX submission_file on submission (file);
CREATE INDEX report_unit on report (unit, quarter);
CREATE INDEX move_submission on move (submission, state);
CREATE INDEX move_at on move (at);
CREATE TRIGGER file_refuses_update before update on file begin select raise(abort, 'file is append-only'); end;
CREATE TRIGGER file_refuses_delete before delete on file begin select raise(abort, 'file is append-only'); end;
CREATE TRIGGER submission_refuses_update before update on submission begin select raise(abort, 'submission is append-only'); end;
CREATE TRIGGER submission_refuses_delete before delete on submission begin select raise(abort, 'submission is append-only'); end;
CREATE TRIGGER report_refuses_update before update on report begin select raise(abort, 'report is append-only'); end;
CREATE TRIGGER report_refuses_delete before delete on report begin select raise(abort, 'report is append-only'); end;
CREATE TRIGGER move_refuses_update before update on move begin select raise(abort, 'move is append-only'); end;
CREATE TRIGGER move_refuses_delete before delete on move begin select raise(abort, 'move is append-only'); end;
CREATE TRIGGER figure_refuses_update before update on figure begin select raise(abort, 'figure is append-only'); end;
CREATE TRIGGER figure_refuses_delete before delete on figure begin select raise(abort, 'figure is append-only'); end;
CREATE TRIGGER narrative_refuses_update before update on narrative begin select raise(abort, 'narrative is append-only'); end;
CREATE TRIGGER narrative_refuses_delete before delete on narrative begin select raise(abort, 'narrative is append-only'); end;
CREATE TRIGGER finding_refuses_update before update on finding begin select raise(abort, 'finding is append-only'); end;
CREATE TRIGGER finding_refuses_delete before delete on finding begin select raise(abort, 'finding is append-only'); end;
CREATE TRIGGER verification_refuses_update before update on verification begin select raise(abort, 'verification is append-only'); end;
CREATE TRIGGER verification_refuses_delete before delete on verification begin select raise(abort, 'verification is append-only'); end;
CREATE TRIGGER target_refuses_update before update on target begin select raise(abort, 'target is append-only'); end;
CREATE TRIGGER target_refuses_delete before delete on target begin select raise(abort, 'target is append-only'); end;
CREATE TRIGGER audit_refuses_update before update on audit begin select raise(abort, 'audit is append-only'); end;
CREATE TRIGGER audit_refuses_delete before delete on audit begin select raise(abort, 'audit is append-only'); end;
CREATE TRIGGER unit_code_stays before update of id, code on unit begin select raise(abort, 'a code of unit stays'); end;
CREATE TRIGGER unit_refuses_delete before delete on unit begin select raise(abort, 'unit is append-only'); end;
CREATE TRIGGER indicator_code_stays before update of id, code on indicator begin select raise(abort, 'a code of indicator stays'); end;
CREATE TRIGGER indicator_refuses_delete before delete on indicator begin select raise(abort, 'indicator is append-only'); end;
CREATE VIEW approval as
    select
        m.submission, m.id as known_from,
        coalesce(
            (select min(n.id) from move n
             where n.submission = m.submission and n.state in ('returned', 'withdrawn')
               and n.id > m.id),
            9007199254740991
        ) as known_to,
        m.at as approved_at, m.actor as approved_by
    from move m where m.state = 'approved';
CREATE VIEW figure_history as
    select 
    i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
    u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
    (f.quarter / 4) || 'Q' || (f.quarter % 4 + 1) as quarter,
    f.value, i.unit_zh as measured_in_zh, i.unit_en as measured_in_en, b.code as basis,
    f.numerator, f.denominator, f.state, f.completed_on, f.qualifier, f.definition_break
,
        f.submission, f.row, s.name as file_name,
        a.approved_at, a.approved_by,
        (select m.state from move m where m.submission = f.submission order by m.id desc limit 1)
            as submission_state
    from figure f 
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    left join basis b on b.id = f.basis

    join submission s on s.id = f.submission
    left join approval a on a.submission = f.submission;
CREATE VIEW current_figure as
    select 
    i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
    u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
    (f.quarter / 4) || 'Q' || (f.quarter % 4 + 1) as quarter,
    f.value, i.unit_zh as measured_in_zh, i.unit_en as measured_in_en, b.code as basis,
    f.numerator, f.denominator, f.state, f.completed_on, f.qualifier, f.definition_break
,
        f.submission, f.row, s.name as file_name, a.approved_at, a.approved_by
    from figure f 
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    left join basis b on b.id = f.basis

    join submission s on s.id = f.submission
    join approval a on a.submission = f.submission and a.known_to = 9007199254740991
    where not exists (
        select 1 from figure g
        join approval c on c.submission = g.submission and c.known_to = 9007199254740991
        where g.indicator = f.indicator and g.unit = f.unit and g.quarter = f.quarter
          and c.known_from > a.known_from
    );
CREATE VIEW regional_figure as
    select 
    i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
    u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
    (f.quarter / 4) || 'Q' || (f.quarter % 4 + 1) as quarter,
    f.value, i.unit_zh as measured_in_zh, i.unit_en as measured_in_en, b.code as basis,
    f.numerator, f.denominator, f.state, f.completed_on, f.qualifier, f.definition_break
, f.origin, f.reported, f.expected, f.submission, f.row
    from rollup f 
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    left join basis b on b.id = f.basis

    where f.known_to = 9007199254740991;
CREATE VIEW national_figure as
    select 
    i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
    u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
    (f.quarter / 4) || 'Q' || (f.quarter % 4 + 1) as quarter,
    f.value, i.unit_zh as measured_in_zh, i.unit_en as measured_in_en, b.code as basis,
    f.numerator, f.denominator, f.state, f.completed_on, f.qualifier, f.definition_break
, u.kind as reported_by, f.submission, f.row
    from rollup f 
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    left join basis b on b.id = f.basis

    where f.known_to = 9007199254740991 and u.kind in ('nation', 'ministry');
CREATE VIEW submission_list as
    select
        s.id as submission, s.name as file_name, s.source, s.figures, l.state,
        f.actor as submitted_by, f.at as submitted_at,
        d.actor as decided_by, d.at as decided_at, d.reason,
        (select count(*) from finding w where w.submission = s.id) as warnings,
        b.size as bytes, s.file as sha256
    from submission s
    join file b on b.sha256 = s.file
    join move f on f.submission = s.id and f.state = 'submitted'
    join move l on l.id = (select max(m.id) from move m where m.submission = s.id)
    left join move d on d.id = (
        select max(m.id) from move m
        where m.submission = s.id and m.state in ('approved', 'returned', 'withdrawn'));
CREATE VIEW received_report as
    select
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        (r.quarter / 4) || 'Q' || (r.quarter % 4 + 1) as quarter,
        r.submission, r.figures, m.at as submitted_at, a.approved_at
    from report r
    join unit u on u.id = r.unit
    join move m on m.submission = r.submission and m.state = 'submitted'
    left join approval a on a.submission = r.submission;
CREATE VIEW ledger as
    select
        i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        (n.quarter / 4) || 'Q' || (n.quarter % 4 + 1) as quarter,
        n.progress_note, n.problem, n.next_step, n.source, n.submission, n.row, a.approved_at
    from narrative n
    join indicator i on i.id = n.indicator
    join unit u on u.id = n.unit
    join approval a on a.submission = n.submission and a.known_to = 9007199254740991;
CREATE VIEW target_version as
    select
        i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        t.value, (t.due / 4) || 'Q' || (t.due % 4 + 1) as due,
        t.baseline, (t.baseline_quarter / 4) || 'Q' || (t.baseline_quarter % 4 + 1)
            as baseline_quarter,
        t.path, t.basis_zh, t.basis_en, t.effective, t.actor as set_by, t.known_at, t.id
    from target t
    join indicator i on i.id = t.indicator
    join unit u on u.id = t.unit;
CREATE VIEW audit_entry as
    select id, at, actor, action, details, hash from audit;
COMMIT;

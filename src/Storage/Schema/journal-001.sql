-- Lichen's journal: the append-only record of one campaign. The campaign's state is a fold of these events.
-- Times are UTC, ISO 8601.

-- Who the run is: run, created_at, lichen_version, spec_sha256, spec (the campaign file with every default explicit).
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,         -- 1, 2, 3, ...
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    -- SHA-256, lower-case hexadecimal, of the lines: hash of the event before (of the meta rows for the first),
    -- seq, at, kind, payload; joined by line feeds, UTF-8. The meta rows' hash is that of the lines name=value in
    -- the order of names, each ended by a line feed.
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER event_is_final BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER meta_is_final BEFORE UPDATE ON meta
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER meta_stays BEFORE DELETE ON meta
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

-- What was chosen to be computed and why. In this and the other views a field that an event lacks reads as NULL.
-- clock_seconds counts the time that the campaign ran, pauses left out.
CREATE VIEW decision AS
SELECT seq, at,
       payload ->> '$.at' AS clock_seconds,
       payload ->> '$.decision' AS decision,
       payload ->> '$.row' AS row,
       payload ->> '$.id' AS id,
       payload ->> '$.smiles' AS smiles,
       payload ->> '$.level' AS level,
       payload ->> '$.purpose' AS purpose,
       payload ->> '$.mean' AS mean,
       payload ->> '$.deviation' AS deviation,
       payload ->> '$.gain' AS gain,
       payload ->> '$.expected_core_seconds' AS expected_core_seconds,
       payload ->> '$.reserved.core_seconds' AS reserved_core_seconds,
       payload ->> '$.cpu_limit_seconds' AS cpu_limit_seconds,
       payload ->> '$.attempt' AS attempt,
       payload ->> '$.cure' AS cure,
       payload ->> '$.rivals' AS rivals
FROM event WHERE kind = 'decided';

-- What came of it. values is a JSON object of numbers by property name.
CREATE VIEW finish AS
SELECT seq, at,
       payload ->> '$.at' AS clock_seconds,
       payload ->> '$.decision' AS decision,
       CASE WHEN payload -> '$.failure' IS NULL THEN 'computed' ELSE 'failed' END AS outcome,
       payload ->> '$.failure.kind' AS failure_kind,
       payload ->> '$.failure.code' AS code,
       payload ->> '$.failure.reason' AS reason,
       payload ->> '$.values' AS "values",
       payload ->> '$.cost.usage.cpu_seconds' AS core_seconds,
       payload ->> '$.cost.usage.wall_seconds' AS wall_seconds,
       payload ->> '$.cost.usage.peak_memory_bytes' AS peak_memory_bytes,
       payload ->> '$.cost.energy_kilowatt_hours' AS energy_kwh,
       payload ->> '$.cost.energy_basis' AS energy_basis,
       payload ->> '$.cost.grams_co2e' AS gco2e,
       payload ->> '$.cost.money' AS money,
       payload ->> '$.from_archive' AS from_archive,
       payload ->> '$.key' AS key
FROM event WHERE kind = 'finished';

-- Each decision beside its finish, which is NULL while it runs.
CREATE VIEW calculation AS
SELECT d.decision, d.id, d.smiles, d.level, d.purpose, d.at AS decided_at, f.at AS finished_at, d.mean, d.deviation,
       d.gain, f.outcome, f.code, f."values", d.expected_core_seconds, f.core_seconds, f.energy_kwh, f.gco2e, f.money,
       f.from_archive, f.key
FROM decision AS d LEFT JOIN finish AS f ON f.decision = d.decision;

-- Calculations that were lost with the process that ran them; their cost is assumed.
CREATE VIEW interruption AS
SELECT seq, at,
       payload ->> '$.decision' AS decision,
       payload ->> '$.cost.usage.cpu_seconds' AS core_seconds,
       payload ->> '$.cost.energy_kilowatt_hours' AS energy_kwh,
       payload ->> '$.cost.grams_co2e' AS gco2e
FROM event WHERE kind = 'interrupted';

-- When the surrogate learned new hyperparameters.
CREATE VIEW fit AS
SELECT seq, at,
       payload ->> '$.labels' AS labels,
       payload ->> '$.log_likelihood' AS log_likelihood,
       payload ->> '$.parameters' AS parameters
FROM event WHERE kind = 'fitted';

-- Lichen's own work: reading, features, fits, choosing.
CREATE VIEW own_work AS
SELECT seq, at,
       payload ->> '$.what' AS what,
       payload ->> '$.cost.usage.cpu_seconds' AS core_seconds,
       payload ->> '$.cost.energy_kilowatt_hours' AS energy_kwh,
       payload ->> '$.cost.grams_co2e' AS gco2e
FROM event WHERE kind = 'own_work';

-- When it started, was resumed, paused and stopped, and why.
CREATE VIEW course AS
SELECT seq, at, kind, payload ->> '$.code' AS code, payload ->> '$.reason' AS reason
FROM event WHERE kind IN ('started', 'resumed', 'paused', 'stopped');

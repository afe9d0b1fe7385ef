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

-- What was chosen to be computed and why. A field that an event lacks reads as NULL.
CREATE VIEW decision AS
SELECT seq, at,
       json_extract(payload, '$.decision') AS decision,
       json_extract(payload, '$.row') AS row,
       json_extract(payload, '$.id') AS id,
       json_extract(payload, '$.smiles') AS smiles,
       json_extract(payload, '$.level') AS level,
       json_extract(payload, '$.mean') AS mean,
       json_extract(payload, '$.deviation') AS deviation,
       json_extract(payload, '$.gain') AS gain,
       json_extract(payload, '$.expected_core_seconds') AS expected_core_seconds,
       json_extract(payload, '$.reserved_core_seconds') AS reserved_core_seconds
FROM event WHERE kind = 'decided';

-- What came of it.
CREATE VIEW finish AS
SELECT seq, at,
       json_extract(payload, '$.decision') AS decision,
       json_extract(payload, '$.outcome') AS outcome,
       json_extract(payload, '$.code') AS code,
       json_extract(payload, '$.values') AS "values",
       json_extract(payload, '$.core_seconds') AS core_seconds,
       json_extract(payload, '$.energy_kwh') AS energy_kwh,
       json_extract(payload, '$.gco2e') AS gco2e,
       json_extract(payload, '$.money') AS money,
       json_extract(payload, '$.from_archive') AS from_archive
FROM event WHERE kind = 'finished';

-- Each decision beside its finish, which is NULL while it runs.
CREATE VIEW calculation AS
SELECT d.decision, d.id, d.smiles, d.level, d.at AS decided_at, f.at AS finished_at, d.mean, d.deviation, d.gain,
       f.outcome, f.code, f."values", d.expected_core_seconds, f.core_seconds, f.energy_kwh, f.gco2e, f.money,
       f.from_archive
FROM decision AS d LEFT JOIN finish AS f ON f.decision = d.decision;

-- Lichen's own work: features, fits, choosing.
CREATE VIEW own_work AS
SELECT seq, at,
       json_extract(payload, '$.what') AS what,
       json_extract(payload, '$.core_seconds') AS core_seconds,
       json_extract(payload, '$.energy_kwh') AS energy_kwh,
       json_extract(payload, '$.gco2e') AS gco2e
FROM event WHERE kind = 'own_work';

-- When it started, was resumed, paused and stopped, and why.
CREATE VIEW course AS
SELECT seq, at, kind, json_extract(payload, '$.reason') AS reason
FROM event WHERE kind IN ('started', 'resumed', 'paused', 'stopped');

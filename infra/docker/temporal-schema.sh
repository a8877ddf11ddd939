#!/bin/sh
# Creates Temporal's two databases in PostgreSQL, or brings them to the schema of this version. Each step changes nothing
# that is already as it should be, so the job may run at every start. Password: SQL_PASSWORD.
set -eu

: "${SQL_PASSWORD:?set SQL_PASSWORD}"
host=${POSTGRES_HOST:-postgresql}
port=${POSTGRES_PORT:-5432}
user=${POSTGRES_USER:-temporal}
schema=${TEMPORAL_SCHEMA:-/etc/temporal/schema/postgresql/v12}

tool() { # DATABASE COMMAND...: the password goes by the environment
    database=$1
    shift
    temporal-sql-tool --plugin postgres12 --endpoint "$host" --port "$port" --user "$user" --database "$database" "$@"
}

for part in temporal visibility; do
    database=temporal
    if [ "$part" = visibility ]; then database=temporal_visibility; fi
    tool "$database" create-database
    tool "$database" setup-schema --version 0.0
    tool "$database" update-schema --schema-dir "$schema/$part/versioned"
done
echo "the databases are at this version's schema"

#!/bin/sh
# Creates the namespace and the search attributes that Onset's processes insist on. What is there already stays.
set -eu

: "${TEMPORAL_ADDRESS:?set TEMPORAL_ADDRESS}"
namespace=${TEMPORAL_NAMESPACE:-default}
retention=${RETENTION:-30d}
# name and type
attributes='OnsetStudy=Keyword OnsetKind=Keyword OnsetStage=Keyword OnsetDataset=Keyword OnsetState=Keyword OnsetPhase=Keyword OnsetFailure=Keyword OnsetStep=Int'

if ! temporal operator namespace describe --address "$TEMPORAL_ADDRESS" --namespace "$namespace" >/dev/null 2>&1; then
    temporal operator namespace create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention "$retention"
fi

# a namespace that was just created is known to all of the server a little later
tries=0
until known=$(temporal operator search-attribute list --address "$TEMPORAL_ADDRESS" --namespace "$namespace"); do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
        echo "namespace $namespace does not tell its search attributes" >&2
        exit 1
    fi
    sleep 2
done

for attribute in $attributes; do
    name=${attribute%%=*}
    if ! printf '%s\n' "$known" | grep -qw "$name"; then
        temporal operator search-attribute create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" \
            --name "$name" --type "${attribute#*=}"
    fi
done
echo "namespace $namespace has the search attributes"

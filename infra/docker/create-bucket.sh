#!/bin/sh
# Creates the bucket for studies in any S3 store; one that is there already stays as it is.
set -eu

: "${AWS_ENDPOINT_URL_S3:?set AWS_ENDPOINT_URL_S3}"
: "${AWS_ACCESS_KEY_ID:?set AWS_ACCESS_KEY_ID}"
: "${AWS_SECRET_ACCESS_KEY:?set AWS_SECRET_ACCESS_KEY}"
region=${AWS_REGION:-us-east-1}
bucket=${BUCKET:-onset}

# the secret goes by standard input: arguments are visible to everyone on the host
status=$(printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" |
    curl -sS -K - --aws-sigv4 "aws:amz:$region:s3" --retry 10 --retry-connrefused --max-time 60 \
        -o /dev/null -w '%{http_code}' -X PUT "$AWS_ENDPOINT_URL_S3/$bucket")
case $status in
    200) echo "bucket $bucket created" ;;
    409) echo "bucket $bucket is there" ;;
    *)
        echo "creating bucket $bucket failed with HTTP $status" >&2
        exit 1
        ;;
esac

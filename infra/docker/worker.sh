#!/bin/sh
# Starts Onset from the image: as infra/onset does, but from what the image was built with.
set -eu

CLASSPATH=/opt/onset/onset-infra.jar:$(cat /opt/onset/classpath.txt)
# native thread counts change results in the last bits, and one is fastest on small networks
OMP_NUM_THREADS=1
OPENBLAS_NUM_THREADS=1
: "${MALLOC_ARENA_MAX:=2}"
export CLASSPATH OMP_NUM_THREADS OPENBLAS_NUM_THREADS MALLOC_ARENA_MAX

# where the locale knows ASCII alone, as containers' does, Java finds no file with other letters in its name
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) export LC_ALL=C.UTF-8 ;;
esac
# the libraries call native code, and some use memory in a way that newer Javas warn of
access=--enable-native-access=ALL-UNNAMED
major=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
if [ "${major:-0}" -ge 23 ]; then access="$access --sun-misc-unsafe-memory-access=allow"; fi

# exec: the signal that drains a worker must reach java itself
# shellcheck disable=SC2086  # ONSET_JAVA_OPTS and access hold several words
exec java "-Xmx${ONSET_HEAP:-1g}" -XX:+UseSerialGC $access -Djava.io.tmpdir=/tmp -Duser.home=/tmp \
    -Dorg.bytedeco.javacpp.maxbytes=512m -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
    -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp -Donset.launcher=true ${ONSET_JAVA_OPTS:-} \
    dev.onset.infra.Onset "$@"

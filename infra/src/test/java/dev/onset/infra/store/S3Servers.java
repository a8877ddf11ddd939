package dev.onset.infra.store;

import dev.onset.infra.store.TinyS3.Fault;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An S3 server for tests of other packages. */
public final class S3Servers implements AutoCloseable {
    private final TinyS3 s3;

    private S3Servers(TinyS3 s3) {
        this.s3 = s3;
    }

    public static S3Servers inProcess() {
        return new S3Servers(TinyS3.plain());
    }

    /** One that overwrites, whatever condition a create carries. */
    public static S3Servers withoutConditions() {
        return new S3Servers(TinyS3.plain().ignoringConditions());
    }

    /** What a process needs to reach it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", TinyS3.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", TinyS3.SECRET_KEY);
    }

    /** From now on one request in ten or so fails in some way that passes. */
    public void trouble() {
        s3.troubling(
                "PUT",
                4,
                Fault.DROP_AFTER,
                Fault.ERROR_503_AFTER,
                Fault.CONFLICT_409,
                Fault.BUSY_429,
                Fault.DROP_BEFORE);
        s3.troubling("GET", 11, Fault.ERROR_503, Fault.CUT_BODY, Fault.DROP_BEFORE);
        s3.troubling("HEAD", 9, Fault.ERROR_503, Fault.DROP_BEFORE);
    }

    /** From now on every write takes a while: a study lasts long enough to be looked at. */
    public void slow() {
        s3.delaying(400).troubling("PUT", 1, Fault.DELAY);
    }

    public void calm() {
        s3.calm();
    }

    public ObjectStore store(String address) {
        return S3ObjectStore.open(S3Address.parse(address), s3.config());
    }

    public int struck() {
        return s3.struck();
    }

    @Override
    public void close() {
        s3.close();
    }

    /** A real server over a folder that can be killed and started again; the test is skipped where there is none. */
    public static final class Real implements AutoCloseable {
        private final RealServers.Minio minio;

        public Real(Path data) throws IOException, InterruptedException {
            minio = new RealServers.Minio(data);
            S3ObjectStore.createBucket(S3Address.parse("s3://onset"), minio.config());
        }

        public Map<String, String> environment() {
            return Map.of(
                    "AWS_ENDPOINT_URL_S3", minio.endpoint().toString(),
                    "AWS_ACCESS_KEY_ID", RealServers.Minio.ACCESS_KEY,
                    "AWS_SECRET_ACCESS_KEY", RealServers.Minio.SECRET_KEY);
        }

        public void killAndStartAgain(long downMillis) throws IOException, InterruptedException {
            minio.kill();
            Thread.sleep(downMillis);
            minio.start();
        }

        @Override
        public void close() throws InterruptedException {
            minio.close();
        }
    }
}

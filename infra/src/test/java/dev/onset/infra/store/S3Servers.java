package dev.onset.infra.store;

import dev.onset.infra.store.TinyS3.Fault;
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

    public void calm() {
        s3.calm();
    }

    public int struck() {
        return s3.struck();
    }

    @Override
    public void close() {
        s3.close();
    }
}

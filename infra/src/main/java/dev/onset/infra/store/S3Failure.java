package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One failed request: what it means, whether it may pass, and what to tell the operator. Carries no secret. */
final class S3Failure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a failure means. */
    enum Kind {
        /** No such object. */
        ABSENT,
        /** The key is taken: the condition of the create does not hold. */
        TAKEN,
        /** Another conditional write of the key is under way; nothing was stored. */
        CONFLICT,
        /** Nothing was sent: no connection. */
        UNREACHABLE,
        /** No answer, a broken one, or one that may pass; the request may have taken effect. */
        UNCERTAIN,
        /** The server found its own copy unreadable, or is missing too many disks to read it. */
        UNREADABLE,
        /** The server is out of space. */
        FULL,
        /** The server does not know how to create conditionally. */
        UNSAFE,
        /** Wrong credentials, bucket, region, certificate or address: stays until someone acts. */
        REFUSED
    }

    private static final Pattern STATUS = Pattern.compile("Response code: (\\d{3})");
    private static final Set<String> DAMAGED = Set.of(
            "BadDigest",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch",
            "IncompleteBody",
            "RequestTimeout");
    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded");
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");
    private static final Set<String> REGION = Set.of(
            "AuthorizationHeaderMalformed", "PermanentRedirect", "Redirect", "TemporaryRedirect", "InvalidRegion");

    private final Kind kind;
    private final String told;
    private final String advice;

    private S3Failure(Kind kind, String told, String advice, @Nullable Throwable cause) {
        super(told, cause);
        this.kind = kind;
        this.told = told;
        this.advice = advice;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed a moment later. */
    boolean passing() {
        return switch (kind) {
            case CONFLICT, UNREACHABLE, UNCERTAIN, UNREADABLE -> true;
            case ABSENT, TAKEN, FULL, UNSAFE, REFUSED -> false;
        };
    }

    static S3Failure noBucket() {
        return new S3Failure(
                Kind.REFUSED,
                "there is no such bucket",
                "correct --store, or create it by infra/onset doctor --fix with this --store",
                null);
    }

    /** Reads an exception of the client. */
    static S3Failure of(Throwable thrown) {
        Throwable at = thrown;
        while (at instanceof CompletionException && at.getCause() != null) {
            at = at.getCause();
        }
        if (at instanceof OnsetException own) {
            // who we are could not be found out
            return new S3Failure(Kind.REFUSED, String.valueOf(own.getMessage()), "mend that file", own);
        }
        if (at instanceof ErrorResponseException e) {
            // the exception itself would print the request into logs
            return answered(
                    e.response().code(),
                    e.errorResponse().code(),
                    String.valueOf(e.errorResponse().message()));
        }
        if (at instanceof ServerException e) {
            return answered(e.statusCode(), "", "");
        }
        if (at instanceof InvalidResponseException e) {
            Matcher status = STATUS.matcher(String.valueOf(e.getMessage()));
            return answered(status.find() ? Integer.parseInt(status.group(1)) : 0, "", "an answer that is not S3's");
        }
        for (Throwable cause = at; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return unanswered(io);
            }
        }
        return new S3Failure(
                Kind.UNCERTAIN, "an answer that cannot be read: " + at, "check that the endpoint is an S3 server", at);
    }

    private static S3Failure answered(int status, String code, String message) {
        String told =
                "HTTP " + status + (code.isEmpty() ? "" : " " + code) + (message.isEmpty() ? "" : ": " + line(message));
        if (code.equals("NoSuchBucket")) {
            return noBucket();
        }
        if (status == 404 && (code.equals("NoSuchKey") || code.equals("NoSuchObject"))) {
            return new S3Failure(Kind.ABSENT, told, "", null);
        }
        if (status == 412) {
            return new S3Failure(Kind.TAKEN, told, "", null);
        }
        if (FULL.contains(code) || status == 507) {
            return new S3Failure(Kind.FULL, told, "", null);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return new S3Failure(Kind.REFUSED, told, "set the clock of this machine or of the server right", null);
        }
        if (REGION.contains(code) || status / 100 == 3) {
            return new S3Failure(Kind.REFUSED, told, "set AWS_REGION and the endpoint to the bucket's region", null);
        }
        if (status == 401 || status == 403 || EXPIRED.contains(code)) {
            return new S3Failure(
                    Kind.REFUSED,
                    "access is denied (" + told + ")",
                    "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the file that AWS_SHARED_CREDENTIALS_FILE names,"
                            + " and that they may read, write, list and delete there",
                    null);
        }
        if (status == 407) {
            return byProxy(told, null);
        }
        if (status == 501) {
            return new S3Failure(Kind.UNSAFE, told, "", null);
        }
        if (status == 409) {
            return new S3Failure(Kind.CONFLICT, told, "", null);
        }
        if (code.equals("SlowDownRead")) {
            return new S3Failure(Kind.UNREADABLE, told, "check the disks of the S3 server", null);
        }
        if (status == 408 || status == 429 || status >= 500 || DAMAGED.contains(code)) {
            return new S3Failure(Kind.UNCERTAIN, told, "check the load and the log of the S3 server", null);
        }
        return new S3Failure(
                Kind.REFUSED,
                told,
                "check that AWS_ENDPOINT_URL_S3 is the address of an S3 server, not of its console",
                null);
    }

    private static S3Failure unanswered(IOException failure) {
        String told = failure.getClass().getSimpleName() + ": " + line(String.valueOf(failure.getMessage()));
        if (untrusted(failure)) {
            return new S3Failure(
                    Kind.REFUSED,
                    "its TLS certificate is not trusted or does not fit (" + told + ")",
                    "name the authority's PEM file in AWS_CA_BUNDLE, or renew the certificate",
                    failure);
        }
        String lower = told.toLowerCase(Locale.ROOT);
        if (lower.contains("unrecognized ssl message") || lower.contains("plaintext connection")) {
            return new S3Failure(
                    Kind.REFUSED,
                    "it does not speak TLS (" + told + ")",
                    "have the server encrypt, or write http:// in AWS_ENDPOINT_URL_S3 if that is meant",
                    failure);
        }
        if (lower.contains("failed to authenticate with proxy")) {
            return byProxy(told, failure);
        }
        boolean unsent = failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException;
        return new S3Failure(
                unsent ? Kind.UNREACHABLE : Kind.UNCERTAIN,
                told,
                "check that the S3 server runs and that AWS_ENDPOINT_URL_S3 is its address",
                failure);
    }

    private static S3Failure byProxy(String told, @Nullable IOException failure) {
        return new S3Failure(
                Kind.REFUSED,
                "the proxy asks who we are (" + told + ")",
                "write HTTPS_PROXY (HTTP_PROXY for http://) as http://USER:PASSWORD@HOST:PORT, or name the store's host in NO_PROXY",
                failure);
    }

    private static boolean untrusted(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException
                    || at instanceof CertPathValidatorException
                    || at instanceof CertPathBuilderException
                    || at instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    /**
     * This failure as it is reported to whoever called the store.
     *
     * @param what for example {@code creating a/b}
     * @param where the store's description
     * @param doubt whether an earlier attempt may have taken effect
     */
    OnsetException coded(String what, String where, boolean doubt) {
        ErrorCode code = switch (kind) {
            case REFUSED -> ErrorCode.STORE_REFUSED;
            case UNSAFE -> ErrorCode.STORE_UNSAFE;
            case FULL -> ErrorCode.DISK_FULL;
            case ABSENT, TAKEN, CONFLICT, UNREACHABLE, UNCERTAIN, UNREADABLE ->
                doubt ? ErrorCode.COMMIT_UNKNOWN : ErrorCode.STORE_UNAVAILABLE;
        };
        String meaning = doubt
                ? "; it may have taken effect and is read back before it is repeated"
                : "; nothing incomplete is visible";
        return new OnsetException(
                code,
                what + " in " + where + " failed: " + told + meaning + (advice.isEmpty() ? "" : "; " + advice),
                this);
    }

    private static String line(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return clean.length() > 300 ? clean.substring(0, 300) + "..." : clean;
    }
}

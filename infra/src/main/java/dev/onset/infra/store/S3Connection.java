package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.minio.MinioAsyncClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * The HTTP side of an S3 store. Nothing below us repeats a request by itself: a conditional create that was repeated unseen
 * would find its own first attempt and believe the key taken by another.
 */
final class S3Connection {
    private static final int MAX_REQUESTS = 64;

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param silence for the next byte, either way
     * @param call for a whole request, its body included
     */
    record Timeouts(Duration connect, Duration silence, Duration call) {
        static final Timeouts USUAL =
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10));
    }

    private S3Connection() {}

    static MinioAsyncClient open(S3Config config, Timeouts timeouts) {
        // one host: the default of five requests at once would let stalled ones hold up all others
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MAX_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        ConnectionPool pool = new ConnectionPool();
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(pool)
                .addInterceptor(chain -> {
                    try {
                        return chain.proceed(chain.request());
                    } catch (IOException e) {
                        // where the server closed one idle connection it closed them all: each would cost an attempt
                        pool.evictAll();
                        throw e;
                    }
                })
                .protocols(List.of(Protocol.HTTP_1_1))
                // https never falls back to plain text
                .connectionSpecs(List.of(config.encrypted() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.silence())
                .writeTimeout(timeouts.silence())
                .callTimeout(timeouts.call())
                // OkHttp repeats a 503 by itself when it says Retry-After: 0
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    return response.header("Retry-After") == null
                            ? response
                            : response.newBuilder().removeHeader("Retry-After").build();
                });
        config.certificates().ifPresent(file -> trust(http, file));
        config.proxy().ifPresent(proxy -> through(http, proxy));
        HttpUrl endpoint = HttpUrl.get(config.endpoint());
        if (endpoint == null) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID, "the S3 endpoint is no http(s) address; nothing was started");
        }
        // the client's own retries are an interceptor of its default HTTP client, which this one replaces
        return MinioAsyncClient.builder()
                .endpoint(endpoint)
                .region(config.region())
                .credentialsProvider(config.credentials().provider())
                .httpClient(http.build(), true)
                .build();
    }

    private static void through(OkHttpClient.Builder http, EnvironmentProxy proxy) {
        http.proxy(proxy.proxy());
        proxy.user()
                .map(user -> user.split(":", 2))
                .map(user -> Credentials.basic(user[0], user.length > 1 ? user[1] : ""))
                .ifPresent(credentials -> http.proxyAuthenticator(
                        (route, response) -> response.request().header("Proxy-Authorization") != null
                                ? null
                                : response.request()
                                        .newBuilder()
                                        .header("Proxy-Authorization", credentials)
                                        .build()));
    }

    private static void trust(OkHttpClient.Builder http, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager authority) {
                    X509TrustManager x509 = new InDate(authority);
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(null, new TrustManager[] {x509}, null);
                    http.sslSocketFactory(context.getSocketFactory(), x509);
                    return;
                }
            }
            throw new GeneralSecurityException("this Java has no X.509 trust manager");
        } catch (IOException | GeneralSecurityException e) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "AWS_CA_BUNDLE " + file + " is no PEM file of certificates: " + e.getMessage()
                            + "; nothing was started",
                    e);
        }
    }

    /** Java takes a certificate that is itself named as an authority even when it has expired. */
    private record InDate(X509TrustManager trust) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            trust.checkServerTrusted(chain, kind);
            chain[0].checkValidity();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}

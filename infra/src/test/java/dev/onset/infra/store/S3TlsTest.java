package dev.onset.infra.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An S3 store trusts whom it was told to trust and falls back to nothing weaker. */
@Tag("unit")
final class S3TlsTest {
    private static final String PASSWORD = "not-secret";

    @TempDir
    Path folder;

    @Test
    void serverOfTheNamedAuthority_isTrustedAndOthersAreRefused() throws Exception {
        Identity server = identity("server", "ip:127.0.0.1", "1");
        Identity other = identity("other", "ip:127.0.0.1", "1");
        try (TinyS3 s3 = new TinyS3(Optional.of(server.context))) {
            try (ObjectStore store = open(s3.endpoint(), Optional.of(server.pem))) {
                assertThat(store.create(new ObjectKey("a"), ObjectStore.Content.of(new byte[3])))
                        .as("control: the right authority")
                        .isEqualTo(ObjectStore.Creation.CREATED);
            }
            refused(s3.endpoint(), Optional.of(other.pem), "certificate is not trusted", "AWS_CA_BUNDLE");
            refused(s3.endpoint(), Optional.empty(), "certificate is not trusted", "AWS_CA_BUNDLE");
        }
    }

    @Test
    void expiredCertificateAndCertificateOfAnotherHost_areRefused() throws Exception {
        Identity expired = identity("expired", "ip:127.0.0.1", "1", "-startdate", "-3d");
        try (TinyS3 s3 = new TinyS3(Optional.of(expired.context))) {
            refused(s3.endpoint(), Optional.of(expired.pem), "certificate is not trusted");
        }
        Identity elsewhere = identity("elsewhere", "dns:elsewhere.example", "1");
        try (TinyS3 s3 = new TinyS3(Optional.of(elsewhere.context))) {
            refused(s3.endpoint(), Optional.of(elsewhere.pem), "does not fit");
        }
    }

    @Test
    void serverThatAnswersInPlainText_isRefused() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInPlainText(plain));
            server.setDaemon(true);
            server.start();
            refused(URI.create("https://127.0.0.1:" + plain.getLocalPort()), Optional.empty(), "does not speak TLS");
        }
    }

    /** As web servers do on their plain port. */
    private static void answerInPlainText(ServerSocket plain) {
        while (!plain.isClosed()) {
            try (Socket socket = plain.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException e) {
                // closed, or the client went away
            }
        }
    }

    @Test
    void authorityFileWithoutACertificate_isRefused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        OnsetException e = catchThrowableOfType(
                OnsetException.class, () -> open(URI.create("https://127.0.0.1:1"), Optional.of(empty)));
        assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID);
        assertThat(e).hasMessageContaining("empty.pem");
    }

    private void refused(URI endpoint, Optional<Path> authority, String... words) {
        OnsetException e = catchThrowableOfType(OnsetException.class, () -> open(endpoint, authority));
        assertThat(e.code()).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(e).hasMessageContainingAll(words).hasMessageNotContaining(TinyS3.SECRET_KEY);
    }

    private static ObjectStore open(URI endpoint, Optional<Path> authority) {
        return S3ObjectStore.open(
                S3Address.parse("s3://onset/tls"),
                new S3Config(endpoint, "us-east-1", TinyS3.ACCESS_KEY, TinyS3.SECRET_KEY, Optional.empty(), authority));
    }

    private record Identity(SSLContext context, Path pem) {}

    private Identity identity(String name, String host, String days, String... more) throws Exception {
        Path keys = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        List<String> generate = new java.util.ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                days,
                "-ext",
                "SAN=" + host));
        generate.addAll(List.of(more));
        keytool(keys, generate);
        keytool(keys, List.of("-exportcert", "-rfc", "-alias", "k", "-file", pem.toString()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new Identity(context, pem);
    }

    private static void keytool(Path keys, List<String> arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments.get(0),
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(arguments.subList(1, arguments.size()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}

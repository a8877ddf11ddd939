package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.minio.credentials.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class S3ConfigTest {
    private static final Map<String, String> GOOD = Map.of(
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000",
            "AWS_ACCESS_KEY_ID", "access",
            "AWS_SECRET_ACCESS_KEY", "canary-secret",
            "AWS_SESSION_TOKEN", "canary-token");

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put(name, value);
        return environment;
    }

    @Test
    void environment_isReadAndSecretsAreNotPrinted() {
        S3Config config = S3Config.of(GOOD);
        assertThat(config.credentials().provider().fetch().secretKey()).isEqualTo("canary-secret");
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.toString()).contains("127.0.0.1:9000").doesNotContain("canary", "access");
    }

    private static Map<String, String> byFile(Path file) {
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
        return environment;
    }

    @Test
    void keysThatAreExchangedInTheFile_takeEffectAtTheNextRequest(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("credentials");
        Files.writeString(
                file,
                "[other]\naws_access_key_id=no\n[default]\n# mine\naws_access_key_id = a\naws_secret_access_key=canary-1\n");
        S3Config config = S3Config.of(byFile(file));
        assertThat(config.toString()).doesNotContain("canary");
        Provider provider = config.credentials().provider();
        assertThat(provider.fetch().accessKey()).isEqualTo("a");
        assertThat(provider.fetch().secretKey()).isEqualTo("canary-1");
        Files.writeString(
                file, "[default]\naws_access_key_id=bb\naws_secret_access_key=canary-22\naws_session_token=t\n");
        assertThat(provider.fetch().secretKey()).isEqualTo("canary-22");
        assertThat(provider.fetch().sessionToken()).isEqualTo("t");
        Files.delete(file);
        assertThatThrownBy(provider::fetch)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_REFUSED))
                .hasMessageContaining(file.toString());
    }

    @Test
    void fileWithoutASecret_isRefusedByNameBeforeAnythingIsSent(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("credentials"), "[default]\naws_access_key_id=canary\n");
        assertThatThrownBy(() -> S3Config.of(byFile(file)))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("aws_secret_access_key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void generalEndpoint_countsWhereThereIsNoneForS3_andElseAmazonsOwn() {
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put("AWS_ENDPOINT_URL", "https://elsewhere");
        assertThat(S3Config.of(environment).endpoint()).hasHost("127.0.0.1");
        environment.remove("AWS_ENDPOINT_URL_S3");
        assertThat(S3Config.of(environment).endpoint()).hasHost("elsewhere");
        environment.remove("AWS_ENDPOINT_URL");
        environment.put("AWS_REGION", "eu-central-1");
        assertThat(S3Config.of(environment).endpoint()).hasToString("https://s3.eu-central-1.amazonaws.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
    void missingCredential_isNamed(String name) {
        assertThatThrownBy(() -> S3Config.of(with(name, " ")))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "host:9000",
                "http://canary:canary@host",
                "http://host/path",
                "http://host?x",
                "not a uri",
                "http://"
            })
    void badEndpoint_isRefusedWithoutRepeatingWhatMayBeAPassword(String endpoint) {
        assertThatThrownBy(() -> S3Config.of(with("AWS_ENDPOINT_URL_S3", endpoint)))
                .isInstanceOf(OnsetException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void authorityFileThatIsNotThere_isNamed() {
        assertThatThrownBy(() -> S3Config.of(with("AWS_CA_BUNDLE", "/no/such/file.pem")))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("/no/such/file.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://onset, onset, ''",
        "s3://onset/, onset, ''",
        "s3://my.bucket-1/a, my.bucket-1, a/",
        "s3://onset/lab/two/, onset, lab/two/"
    })
    void address_isBucketAndPrefix(String text, String bucket, String base) {
        S3Address address = S3Address.parse(text);
        assertThat(address.bucket()).isEqualTo(bucket);
        assertThat(address.base()).isEqualTo(base);
        assertThat(S3Address.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "onset/lab",
                "S3://onset",
                "s3://",
                "s3:///lab",
                "s3://ab",
                "s3://On_set",
                "s3://on..set",
                "s3://onset/../other",
                "s3://onset//lab",
                "s3://onset/Lab",
                "s3://user:pw@onset/lab",
                "s3://onset/lab?x"
            })
    void badAddress_isRefusedInOneLine(String text) {
        assertThatThrownBy(() -> S3Address.parse(text))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining("s3://BUCKET/PREFIX")
                .hasMessageNotContaining("\n");
    }
}

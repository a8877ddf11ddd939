package dev.onset.infra.serve;

import dev.onset.infra.serve.ServeSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates as files hold them. */
final class Certificates {
    private Certificates() {}

    /** @throws dev.onset.contracts.OnsetException STUDY_INVALID where the file holds no key that the password opens */
    static SSLContext context(Tls tls) {
        char[] password = tls.password().toCharArray();
        try (var in = Files.newInputStream(tls.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw ServeSettings.invalid("--tls " + tls.file() + " cannot be used (" + e.getMessage()
                    + "); it must be a PKCS #12 file with a certificate and its key, and "
                    + ServeSettings.PASSWORD_VARIABLE + " its password");
        }
    }
}
